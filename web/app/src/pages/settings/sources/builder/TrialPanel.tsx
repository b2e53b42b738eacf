import { Skeleton } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Collection, Trial } from "../../../../api/descriptions";
import { formatBytes, formatNumber } from "../../../../ui/formatters";
import { Pill } from "../../../../ui/Pill";
import { FormFailure } from "../../../FormFailure";
import { isListed, recordsIn, rowsOf } from "./answer";
import styles from "./builder.module.css";
import { JsonTree } from "./JsonTree";
import { RowsPreview } from "./RowsPreview";
import type { TrialDone } from "./useTrial";

export interface TrialPanelProps {
  table: Collection;
  done: TrialDone | undefined;
  asking: boolean;
  error: unknown;
  onRecords: (place: string) => void;
  onColumn: (path: string) => void;
}

/** What the app really answered, to point at, and beside it the rows that this makes. */
export function TrialPanel({ table, done, asking, error, onRecords, onColumn }: TrialPanelProps) {
  const { t } = useTranslation();
  if (error) return <FormFailure error={error} />;
  if (!done && asking) return <Skeleton height={180} radius="md" />;
  if (!done) return <p className={styles.hint}>{t("builder.tryHint")}</p>;
  const records = recordsIn(done.answer, table.list).slice(0, 20);
  return (
    <div className={styles.trial} aria-busy={asking}>
      <Facts trial={done.trial} changed={done.of !== JSON.stringify(table)} />
      <div className={styles.panes}>
        <div className={styles.pane}>
          <h3>{t("builder.answer")}</h3>
          {done.answer === undefined ? (
            <pre className={styles.raw}>{done.trial.answer || t("builder.noAnswer")}</pre>
          ) : (
            <JsonTree
              value={done.answer}
              list={table.list}
              columns={table.columns}
              onRecords={onRecords}
              onColumn={onColumn}
            />
          )}
          {done.trial.cut && <p className={styles.hint}>{t("builder.cut")}</p>}
        </div>
        <div className={styles.pane}>
          <h3>{t("builder.rows", { count: records.length })}</h3>
          <RowsPreview
            listed={isListed(done.answer, table.list)}
            columns={table.columns}
            keyed={table.key}
            rows={rowsOf(records, table.columns)}
          />
        </div>
      </div>
    </div>
  );
}

/** What was sent and what came back; why there are no rows, as long as that is of this description. */
function Facts({ trial, changed }: { trial: Trial; changed: boolean }) {
  const { t } = useTranslation();
  const { request, status, failure } = trial;
  const ok = status !== null && status < 300;
  const said = [
    trial.seconds < 1
      ? t("builder.milliseconds", { count: Math.round(trial.seconds * 1000) })
      : t("sources.seconds", { seconds: formatNumber(trial.seconds.toFixed(1)) }),
    formatBytes(trial.bytes),
    ...(trial.requests > 1 ? [t("builder.requests", { count: trial.requests })] : []),
  ];
  return (
    <div className={styles.facts} role="status">
      {status !== null && <Pill value={ok ? "ok" : "failed"} label={String(status)} />}
      {request && (
        <code>
          {request.method} {request.url}
        </code>
      )}
      <span>{said.join(" · ")}</span>
      {failure && !changed && <p role="alert">{failure.detail}</p>}
      {changed && <p className={styles.hint}>{t("builder.changedSince")}</p>}
    </div>
  );
}
