import { KeyRound } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Collection } from "../../../../api/descriptions";
import { cellText } from "./answer";
import styles from "./RowsPreview.module.css";

const NUMBERS = new Set(["integer", "decimal", "float"]);

export interface RowsPreviewProps {
  /** Whether the answer has a list for the rows. */
  listed: boolean;
  columns: Collection["columns"];
  keyed: string;
  rows: Record<string, unknown>[];
}

/** The rows as the table would show them. */
export function RowsPreview({ listed, columns, keyed, rows }: RowsPreviewProps) {
  const { t } = useTranslation();
  const names = Object.keys(columns);
  if (rows.length === 0)
    return <p className={styles.empty}>{t(listed ? "builder.emptyList" : "builder.pointAtRows")}</p>;
  if (names.length === 0) return <p className={styles.empty}>{t("builder.pointAtColumns")}</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be scrolled by keys
    <section className={styles.scroller} tabIndex={0} aria-label={t("builder.preview")}>
      <table className={styles.grid}>
        <thead>
          <tr>
            {names.map((name) => (
              <th key={name} scope="col" data-end={NUMBERS.has(columns[name]?.type ?? "") || undefined}>
                {name === keyed && <KeyRound size={11} aria-label={t("builder.key")} />}
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows of an answer have nothing else, and stay where they are
            <tr key={at}>
              {names.map((name) => (
                <td key={name} data-end={NUMBERS.has(columns[name]?.type ?? "") || undefined}>
                  {row[name] === undefined || row[name] === null ? (
                    <span className={styles.none}>{t(row[name] === null ? "builder.null" : "builder.missing")}</span>
                  ) : (
                    cellText(row[name])
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
