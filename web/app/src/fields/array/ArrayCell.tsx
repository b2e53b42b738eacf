import type { CellProps } from "../field";
import styles from "../parts/cell.module.css";
import { plainText } from "../plainText";

const SHOWN = 20;

export function ArrayCell({ value }: CellProps) {
  if (!Array.isArray(value)) return <span className={styles.mono}>{plainText(value)}</span>;
  return <span className={styles.line}>{value.slice(0, SHOWN).map(plainText).join(", ")}</span>;
}
