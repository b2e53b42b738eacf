import { ArrowUpRight } from "lucide-react";
import type { MouseEvent } from "react";
import { useTranslation } from "react-i18next";
import { rowKey } from "../api/rows";
import type { Row } from "../api/types";
import { contextFor, fieldOf } from "../fields/registry";
import { nameOf } from "../fields/relation/related";
import { own } from "../lib/own";
import { useOpenRecord } from "./OpenRecord";
import styles from "./related.module.css";
import { listColumns, type RelatedTable } from "./relations";

interface RelatedRowsProps {
  related: RelatedTable;
  rows: Row[];
  onOpen: (table: string, key: string) => void;
}

/** A small table; a click anywhere opens the row, and the link at its end is for the keyboard. */
export function RelatedRows({ related, rows, onOpen }: RelatedRowsProps) {
  const { t } = useTranslation();
  const openRecord = useOpenRecord();
  const { ref, title } = related;
  const columns = listColumns(related).map((name) => {
    const context = contextFor(ref, name);
    return { name, context, field: fieldOf(context) };
  });

  // Narrow lists show fewer columns, which then share the whole width.
  const total = (shown: number) =>
    columns.slice(0, shown).reduce((sum, { field, context }) => sum + field.width(context.column), 0);
  const totals = { "--total-5": total(5), "--total-4": total(4), "--total-3": total(3) };

  const opener = (key: string) => (event: MouseEvent) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    event.stopPropagation();
    onOpen(ref.table.model, key);
  };

  return (
    <div className={styles.scroll}>
      <table className={styles.table} style={totals}>
        <caption className={styles.hidden}>{title}</caption>
        <thead>
          <tr>
            {columns.map(({ name, context, field }) => (
              <th key={name} scope="col" data-align={field.align} style={{ "--width": field.width(context.column) }}>
                {context.title}
              </th>
            ))}
            <td className={styles.opener} />
          </tr>
        </thead>
        <tbody>
          {rows.map((row, at) => {
            const key = rowKey(ref.table, row);
            return (
              <tr
                key={key ?? at}
                onClick={key === null ? undefined : opener(key)}
                data-open={key !== null || undefined}
              >
                {columns.map(({ name, context, field: { Cell, align } }) => (
                  <td key={name} data-align={align}>
                    <span className={styles.value}>
                      <Cell context={context} value={own(row, name) ?? null} row={row} />
                    </span>
                  </td>
                ))}
                <td className={styles.opener}>
                  {key !== null && (
                    <a
                      href={openRecord?.href?.(ref.table.model, key) ?? "#"}
                      aria-label={t("record.related.open", { name: nameOf(ref, row) })}
                      onClick={opener(key)}
                    >
                      <ArrowUpRight size={14} aria-hidden />
                    </a>
                  )}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
