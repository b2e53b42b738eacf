import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import {
  goBackTo,
  type PolicyChange,
  type PolicyVersion,
  policyDiffQuery,
  policyKey,
  policyQuery,
  policyVersionsQuery,
} from "../../../api/policy";
import type { Project } from "../../../api/types";
import { humanise } from "../../../lib/humanise";
import { formatAgo } from "../../../ui/formatAgo";
import { formatMoment } from "../../../ui/formatters";
import { Pill } from "../../../ui/Pill";
import { FormDialog } from "../parts/FormDialog";
import { Loaded } from "../parts/Loaded";
import list from "../parts/list.module.css";
import { SettingsFrame } from "../parts/SettingsFrame";
import { useChange } from "../parts/useChange";
import styles from "./roles.module.css";

/** Who changed the roles, from what to what, and the way back. */
export function RolesHistory({ project }: { project: Project }) {
  const { t } = useTranslation();
  const versions = useQuery(policyVersionsQuery(project.id));
  return (
    <SettingsFrame page="roles" title={t("settings.rolesHistory.title")} text={t("settings.rolesHistory.text")}>
      <Loaded query={versions} failed={t("settings.rolesHistory.failed")}>
        {(found) => (
          <ol className={list.list} aria-label={t("settings.rolesHistory.title")}>
            {found.map((version, at) => (
              <VersionLine
                key={version.version}
                project={project.id}
                version={version}
                before={found[at + 1]?.version ?? null}
                newest={at === 0}
              />
            ))}
          </ol>
        )}
      </Loaded>
    </SettingsFrame>
  );
}

interface VersionLineProps {
  project: string;
  version: PolicyVersion;
  /** The one before; null where it is not known. */
  before: number | null;
  newest: boolean;
}

function VersionLine({ project, version, before, newest }: VersionLineProps) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  const [asked, setAsked] = useState(false);
  const number = version.version;
  const moment = new Date(version.created_at * 1000).toISOString();
  return (
    <li className={list.line}>
      <div className={list.who}>
        <div className={list.name}>
          {t("settings.rolesHistory.version", { number })}
          {newest && <Pill value="active" label={t("settings.rolesHistory.now")} />}
        </div>
        <div className={list.caption}>
          {version.name ?? t("settings.rolesHistory.nobody")} ·{" "}
          <time dateTime={moment} title={formatMoment(moment)}>
            {formatAgo(version.created_at)}
          </time>
        </div>
        {before !== null && (
          <details className={styles.changes} onToggle={(event) => setOpened(event.currentTarget.open)}>
            <summary>{t("settings.rolesHistory.changes")}</summary>
            {opened && <Changes project={project} from={before} to={number} />}
          </details>
        )}
      </div>
      {!newest && (
        <div className={list.action}>
          <Button
            size="xs"
            variant="default"
            aria-label={t("settings.rolesHistory.backTo", { number })}
            onClick={() => setAsked(true)}
          >
            {t("settings.rolesHistory.back")}
          </Button>
        </div>
      )}
      {asked && <BackDialog project={project} version={number} onClose={() => setAsked(false)} />}
    </li>
  );
}

function Changes({ project, from, to }: { project: string; from: number; to: number }) {
  const { t } = useTranslation();
  const changes = useQuery(policyDiffQuery(project, from, to));
  return (
    <Loaded query={changes} failed={t("settings.rolesHistory.failed")}>
      {(found) => (
        <ul>
          {found.map((change) => (
            <li key={JSON.stringify(change)}>
              {whereOf(change, t("settings.roles.otherTables"))}: {saidOf(change.from)} → {saidOf(change.to)}
            </li>
          ))}
          {found.length === 0 && <li>{t("settings.rolesHistory.same")}</li>}
        </ul>
      )}
    </Loaded>
  );
}

function whereOf(change: PolicyChange, others: string): string {
  const table = change.table === "*" ? others : change.table && humanise(change.table);
  const right = change.right === "role" ? undefined : change.right;
  return [change.query, change.endpoint, change.role && humanise(change.role), table, right, change.column]
    .filter(Boolean)
    .join(" · ");
}

const saidOf = (value: PolicyChange["from"]) => (value === undefined || value === null ? "–" : JSON.stringify(value));

interface BackDialogProps {
  project: string;
  version: number;
  onClose: () => void;
}

/** What an earlier version said becomes the newest. */
function BackDialog({ project, version, onClose }: BackDialogProps) {
  const { t } = useTranslation();
  const stored = useQuery(policyQuery(project));
  const texts = { done: t("settings.rolesHistory.done", { number: version }) };
  const back = useChange(policyKey(project), (etag: string | null) => goBackTo(project, version, etag), texts, onClose);
  return (
    <FormDialog
      title={t("settings.rolesHistory.question", { number: version })}
      text={t("settings.rolesHistory.questionText")}
      submit={t("settings.rolesHistory.back")}
      ready={stored.data !== undefined}
      busy={back.isPending}
      error={back.error ?? stored.error}
      onSubmit={() => stored.data && back.mutate(stored.data.etag)}
      onClose={onClose}
    >
      {stored.data && <Changes project={project} from={stored.data.policy.version} to={version} />}
    </FormDialog>
  );
}
