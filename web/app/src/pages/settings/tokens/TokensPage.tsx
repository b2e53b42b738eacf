import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { KeyRound, Plus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { apiTokensQuery } from "../../../api/apiTokens";
import type { Project } from "../../../api/types";
import { EmptyState } from "../../../ui/EmptyState";
import { EnvironmentSelect } from "../parts/EnvironmentSelect";
import { Loaded } from "../parts/Loaded";
import list from "../parts/list.module.css";
import { SettingsFrame } from "../parts/SettingsFrame";
import { useSettingsProject } from "../parts/useSettingsProject";
import { NewTokenDialog } from "./NewTokenDialog";
import { TokenLine } from "./TokenLine";

export function TokensPage() {
  const { project, manages } = useSettingsProject();
  return project && <TokensOf project={project} manages={manages} />;
}

/** The API tokens that hold: all of the project for owner and admin, one's own for others. */
function TokensOf({ project, manages }: { project: Project; manages: boolean }) {
  const { t } = useTranslation();
  const tokens = useQuery(apiTokensQuery(project.id));
  const [making, setMaking] = useState(false);
  return (
    <SettingsFrame
      page="tokens"
      text={t(manages ? "settings.tokens.text" : "settings.tokens.textOwn")}
      toolbar={
        <>
          <EnvironmentSelect project={project} />
          <Button size="xs" leftSection={<Plus size={14} aria-hidden />} onClick={() => setMaking(true)}>
            {t("settings.tokens.new")}
          </Button>
        </>
      }
    >
      <Loaded query={tokens} failed={t("settings.tokens.failed")}>
        {(found) =>
          found.length === 0 ? (
            <EmptyState icon={KeyRound} title={t("settings.tokens.none")} reason={t("settings.tokens.noneReason")} />
          ) : (
            <ul className={list.list} aria-label={t("settings.pages.tokens")}>
              {found.map((token) => (
                <TokenLine key={token.id} project={project} token={token} />
              ))}
            </ul>
          )
        }
      </Loaded>
      {making && <NewTokenDialog project={project} onClose={() => setMaking(false)} />}
    </SettingsFrame>
  );
}
