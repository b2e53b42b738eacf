import type { CellProps } from "../field";
import styles from "../parts/cell.module.css";

const SHOWN = 120;

export function JsonCell({ value }: CellProps) {
  if (value === null || value === undefined) return null;
  return <span className={styles.mono}>{JSON.stringify(value).slice(0, SHOWN)}</span>;
}
