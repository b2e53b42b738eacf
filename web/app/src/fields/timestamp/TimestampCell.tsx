import type { CellProps } from "../field";
import { readableStamp } from "../moment/readable";
import styles from "../parts/cell.module.css";
import { plainText } from "../plainText";
import { showStamp } from "./stamp";

export function TimestampCell({ value }: CellProps) {
  const stored = plainText(value);
  return (
    <span className={styles.number} title={showStamp(stored)}>
      {readableStamp(stored)}
    </span>
  );
}
