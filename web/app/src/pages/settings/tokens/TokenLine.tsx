import { Button } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type ApiToken, apiTokensKey, revokeApiToken } from "../../../api/apiTokens";
import type { Project } from "../../../api/types";
import { humanise } from "../../../lib/humanise";
import { formatAgo } from "../../../ui/formatAgo";
import { Pill } from "../../../ui/Pill";
import { FormDialog } from "../parts/FormDialog";
import list from "../parts/list.module.css";
import { useChange } from "../parts/useChange";

export function TokenLine({ project, token }: { project: Project; token: ApiToken }) {
  const { t } = useTranslation();
  const [revoking, setRevoking] = useState(false);
  const { name } = token;
  const revoke = useChange(apiTokensKey(project.id), () => revokeApiToken(project.id, token.id), {
    done: t("settings.tokens.revoked", { name }),
  });
  // Where there is only one environment, nobody needs to be told which.
  const several = project.environments.length > 1;
  const environment = project.environments.find((one) => one.id === token.environment);
  const facts = [
    humanise(token.role),
    several && environment?.name,
    token.read_only && t("settings.tokens.readOnly"),
    token.tables && t("settings.roles.tableCount", { count: token.tables.length }),
    t("settings.tokens.by", { name: token.made_by ?? t("settings.tokens.console") }),
  ];
  return (
    <li className={list.line}>
      <div className={list.who}>
        <div className={list.name}>
          {name}
          {token.expires_at * 1000 - Date.now() < 7 * 86_400_000 && (
            <Pill value="warning" label={t("settings.tokens.endsSoon")} />
          )}
        </div>
        <div className={list.caption}>{facts.filter(Boolean).join(" · ")}</div>
      </div>
      <div className={list.aside}>
        <div>
          {token.used_at === null
            ? t("settings.tokens.neverUsed")
            : t("settings.tokens.used", { when: formatAgo(token.used_at) })}
        </div>
        <div>{t("settings.invite.ends", { when: formatAgo(token.expires_at) })}</div>
      </div>
      <div className={list.action}>
        <Button
          size="xs"
          variant="default"
          aria-label={t("settings.tokens.revokeOne", { name })}
          onClick={() => setRevoking(true)}
        >
          {t("settings.tokens.revoke")}
        </Button>
      </div>
      {revoking && (
        <FormDialog
          title={t("settings.tokens.revokeTitle", { name })}
          text={t("settings.tokens.revokeText")}
          submit={t("settings.tokens.revoke")}
          danger
          busy={revoke.isPending}
          error={revoke.error}
          onSubmit={() => revoke.mutate(undefined)}
          onClose={() => setRevoking(false)}
        />
      )}
    </li>
  );
}
