import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { beginSingleSignOn, groupsKey } from "../../../api/singleSignOn";
import type { Project } from "../../../api/types";
import { Part } from "../parts/Part";
import { useChange } from "../parts/useChange";
import { GroupsEditor } from "./GroupsEditor";

/** The provider of the organisation: whether it works, and which of its groups give which role. */
export function SingleSignOnPart({ project, name }: { project: Project; name: string | null }) {
  const { t } = useTranslation();
  const failed = t("settings.single.failed");
  const test = useChange(groupsKey(project.id), () => beginSingleSignOn("test"), { failed });
  if (!name) return <Part title={t("settings.security.singleSignOn")} text={t("settings.security.singleSignOnOff")} />;
  return (
    <>
      <Part
        title={t("settings.security.singleSignOn")}
        text={t("settings.security.singleSignOnOn", { name })}
        action={
          <Button size="xs" variant="default" loading={test.isPending} onClick={() => test.mutate(undefined)}>
            {t("settings.single.test")}
          </Button>
        }
      />
      <GroupsEditor project={project} />
    </>
  );
}
