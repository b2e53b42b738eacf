import { Skeleton } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { displayColumn, shownColumns, type TableRef, tableTitle } from "../../api/tables";
import type { Row, Value } from "../../api/types";
import { own } from "../../lib/own";
import { errorText } from "../../ui/errorText";
import type { FieldContext } from "../field";
import { TableSource } from "../parts/TableSource";
import { contextFor, fieldOf } from "../registry";
import styles from "./relation.module.css";
import { useRelatedRow } from "./useRelatedRow";

const LINES = 5;

interface RelationCardProps {
  context: FieldContext;
  target: TableRef;
  values: Value[];
  name: string;
}

/** What the hover card says: which table, which row, and its first few filled columns. */
export function RelationCard({ context, target, values, name }: RelationCardProps) {
  const { t } = useTranslation();
  const query = useRelatedRow(context, target, values);
  const far = context.relation?.source !== undefined;
  return (
    <div>
      <div className={styles.kind}>
        {far && <TableSource target={target} text={(title) => `${title} · `} />}
        {tableTitle(target.table, target.settings)}
      </div>
      <div className={styles.heading}>
        {name} <span className={styles.key}>#{values.map(String).join(", ")}</span>
      </div>
      {query.isPending && <Skeleton height={64} mt={8} />}
      {query.isError && (
        <p className={styles.quiet}>{far ? errorText(query.error, t).message : t("fields.relation.failed")}</p>
      )}
      {query.data === null && <p className={styles.quiet}>{t("fields.relation.gone")}</p>}
      {query.data && <Lines target={target} row={query.data} />}
    </div>
  );
}

function Lines({ target, row }: { target: TableRef; row: Row }) {
  const display = displayColumn(target.table, target.settings);
  const columns = shownColumns(target.table, target.settings)
    .filter(({ name, type }) => name !== display && !target.table.key.includes(name) && type !== "bytes")
    .filter(({ name }) => (own(row, name) ?? "") !== "")
    .slice(0, LINES);
  return (
    <dl className={styles.lines}>
      {columns.map(({ name }) => {
        const context = contextFor(target, name);
        const { Cell } = fieldOf(context);
        return (
          <div key={name}>
            <dt>{context.title}</dt>
            <dd>
              <Cell context={context} value={own(row, name) ?? null} row={row} />
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
