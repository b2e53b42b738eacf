import { Switch } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { accountQuery } from "../../../api/account";
import { requireSecondFactor } from "../../../api/secondFactor";
import { sessionKey } from "../../../api/session";
import type { Project } from "../../../api/types";
import { waysQuery } from "../../../api/ways";
import { Loaded } from "../parts/Loaded";
import { Part } from "../parts/Part";
import { SettingsFrame } from "../parts/SettingsFrame";
import { useChange } from "../parts/useChange";
import { useSettingsProject } from "../parts/useSettingsProject";
import { SingleSignOnPart } from "./SingleSignOnPart";

export function SecurityPage() {
  const { project } = useSettingsProject();
  return project && <SecurityOf project={project} />;
}

/** What the project asks of everybody who gets in. */
function SecurityOf({ project }: { project: Project }) {
  const { t } = useTranslation();
  const { owns } = useSettingsProject();
  const ways = useQuery(waysQuery);
  const account = useQuery(accountQuery);
  const change = useChange(sessionKey, (required: boolean) => requireSecondFactor(project.id, required), {
    done: t("settings.security.changed"),
    failed: t("settings.security.notChanged"),
  });
  // Whoever has no second step would lock themselves out.
  const locksOut = !project.second_factor && account.data?.strong === false;
  return (
    <SettingsFrame page="security">
      <Part title={t("settings.security.secondStep")} text={t("settings.security.secondStepText")}>
        <Switch
          label={t("settings.security.require")}
          description={owns ? locksOut && t("settings.security.first") : t("settings.security.ownersOnly")}
          checked={change.isPending ? change.variables : project.second_factor}
          disabled={!owns || locksOut || change.isPending}
          onChange={(event) => change.mutate(event.currentTarget.checked)}
        />
      </Part>
      <Loaded query={ways} failed={t("settings.security.failed")}>
        {(found) => <SingleSignOnPart project={project} name={found.single_sign_on} />}
      </Loaded>
    </SettingsFrame>
  );
}
