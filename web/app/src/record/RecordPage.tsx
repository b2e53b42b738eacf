import { type TableRef, tableTitle } from "../api/tables";
import { TableSource } from "../fields/parts/TableSource";
import type { OpenRecord } from "./OpenRecord";
import { RecordDetails } from "./RecordDetails";
import styles from "./record.module.css";
import { useLeaveGuard } from "./useLeaveGuard";

export interface RecordPageProps {
  source: TableRef;
  recordKey: string;
  onOpen: OpenRecord;
  onDeleted: () => void;
}

/** A record on a page of its own: the fields, and its related rows beside them where there is room. */
export function RecordPage({ source, recordKey, onOpen, onDeleted }: RecordPageProps) {
  const guard = useLeaveGuard();
  const table = tableTitle(source.table, source.settings);
  return (
    <div className={styles.page}>
      <RecordDetails
        key={`${source.table.model}/${recordKey}`}
        source={source}
        recordKey={recordKey}
        guard={guard}
        focused={false}
        beside
        onOpen={onOpen}
        onDeleted={onDeleted}
        heading={(name) => (
          <h1 className={styles.title}>
            <span className={styles.crumb}>
              {source.table.source && <TableSource target={source} text={(title) => `${title} · `} />}
              {table}
            </span>
            {name}
          </h1>
        )}
      />
    </div>
  );
}
