import { useTranslation } from "react-i18next";
import type { LineProblem } from "../../api/imports";
import { columnTitle, type TableRef } from "../../api/tables";
import { formatCount } from "../../ui/formatters";
import styles from "./import.module.css";

/** So many problems the bridge tells, and no more. */
const MOST_TOLD = 100;

/** The first things that are wrong with a file, by line. */
export function ImportProblems({ source, problems }: { source: TableRef; problems: LineProblem[] }) {
  const { t } = useTranslation();
  const title = t(problems.length < MOST_TOLD ? "import.problems" : "import.firstProblems", { count: problems.length });
  const byLine = problems.toSorted((one, other) => one.line - other.line);
  return (
    <section>
      <h3 className={styles.heading}>{title}</h3>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <ol className={styles.problems} tabIndex={0} aria-label={title}>
        {byLine.map(({ line, column, value, detail }) => (
          <li key={`${line}/${column}/${detail}`}>
            <span className={styles.line}>{t("import.line", { line: formatCount(line) })}</span>
            <span>
              {column && <strong>{columnTitle(source.table, column, source.settings)} </strong>}
              {value !== null && <q>{value}</q>} {detail}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
