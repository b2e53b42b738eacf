import type { Effect } from "@jetway/core";
import { useTranslation } from "react-i18next";
import { refTo, type TableRef, tableTitle } from "../api/tables";
import { formatCount } from "../ui/formatters";
import styles from "./record.module.css";

/** From so many rows on that go along, a person must mean it. */
export const MANY = 100;

/** How many rows are deleted along. */
export function alongOf(effects: Effect[]): number {
  return effects.reduce((sum, { effect, count }) => sum + (effect === "deleted" ? count : 0), 0);
}

/** What a deletion does to rows of other tables, a line each. */
export function Effects({ source, effects }: { source: TableRef; effects: Effect[] }) {
  const { t } = useTranslation();
  if (effects.length === 0) return null;
  return (
    <ul className={styles.effects}>
      {effects.map(({ table, effect, count, capped }) => {
        const target = refTo(source, table);
        const title = target ? tableTitle(target.table, target.settings) : table;
        const formatted = `${formatCount(count)}${capped ? "+" : ""}`;
        return (
          <li key={`${table}/${effect}`} data-grave={effect === "deleted" || undefined}>
            {t(`record.deletion.${effect}`, { count, formatted, title })}
          </li>
        );
      })}
    </ul>
  );
}
