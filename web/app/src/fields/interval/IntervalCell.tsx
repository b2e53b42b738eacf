import type { CellProps } from "../field";
import styles from "../parts/cell.module.css";
import { plainText } from "../plainText";
import { readableInterval } from "./parseInterval";

export function IntervalCell({ value }: CellProps) {
  const stored = plainText(value);
  return (
    <span className={styles.number} title={stored}>
      {readableInterval(stored)}
    </span>
  );
}
