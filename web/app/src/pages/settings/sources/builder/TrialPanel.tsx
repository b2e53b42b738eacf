import { Skeleton } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Collection } from "../../../../api/descriptions";
import { FormFailure } from "../../../FormFailure";
import { isListed, moreAt, recordsIn, rowsOf } from "./answer";
import styles from "./builder.module.css";
import { JsonTree } from "./JsonTree";
import { RowsPreview } from "./RowsPreview";
import { TrialFacts } from "./TrialFacts";
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
  if (!done) {
    if (asking) return <Skeleton height={180} radius="md" />;
    return error ? <FormFailure error={error} /> : <p className={styles.hint}>{t("builder.tryHint")}</p>;
  }
  // Of a long answer the lists are here in part only.
  const more = !done.trial.cut && (table.list.paging?.kind ?? "none") === "none" && moreAt(done.answer, table.list);
  const records = recordsIn(done.answer, table.list).slice(0, 20);
  return (
    <div className={styles.trial} aria-busy={asking}>
      <FormFailure error={error} />
      <TrialFacts trial={done.trial} changed={done.of !== JSON.stringify(table)} />
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
          {more && (
            <p className={styles.unread} role="note">
              {t("builder.unread", { place: more })}
            </p>
          )}
        </div>
      </div>
    </div>
  );
}
