import { ArrowRight } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { TableRef } from "../../api/tables";
import type { Row } from "../../api/types";
import type { CellProps } from "../../fields/field";
import { contextFor, fieldOf } from "../../fields/registry";
import { foreignKey, targetOf } from "../../fields/relation/related";
import { useRelatedRow } from "../../fields/relation/useRelatedRow";
import { own } from "../../lib/own";
import { formatCount } from "../../ui/formatters";
import styles from "./history.module.css";
import { sizeOf } from "./restorable";

interface HistoryValueProps {
  source: TableRef;
  name: string;
  row: Row;
  /** Which of two values it is, for whoever does not see the arrow. */
  label?: string;
  /** An arrow leads to it. */
  behind?: boolean;
}

/** A value that a column had, as the column's own cells are drawn. */
export function HistoryValue({ source, name, row, label, behind }: HistoryValueProps) {
  const { t } = useTranslation();
  const context = contextFor(source, name);
  const { Cell } = fieldOf(context);
  const target = targetOf(context);
  const value = own(row, name) ?? null;
  const size = sizeOf(value);
  const said = size === null ? t("history.noValue") : t("history.size", { count: size, formatted: formatCount(size) });
  const cell = { context, value, row };
  return (
    <span className={styles.side}>
      {behind && <ArrowRight size={12} aria-hidden className={styles.arrow} />}
      {label && <span className={styles.hidden}>{label} </span>}
      <span className={styles.value}>
        {value === null || size !== null ? (
          <span className={styles.faint}>{said}</span>
        ) : target ? (
          <RelatedValue {...cell} target={target} />
        ) : (
          <Cell {...cell} />
        )}
      </span>
    </span>
  );
}

/** A foreign key by the name of the row that it leads to, where that one is still there. */
function RelatedValue({ context, value, row, target }: CellProps & { target: TableRef }) {
  const { Cell } = fieldOf(context);
  const related = useRelatedRow(context, target, foreignKey(context, value, row)).data;
  const named = context.relation && related ? { ...row, [context.relation.name]: related } : row;
  return <Cell context={context} value={value} row={named} />;
}
