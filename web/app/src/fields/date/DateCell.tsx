import type { CellProps } from "../field";
import { readableDate } from "../moment/readable";
import styles from "../parts/cell.module.css";
import { plainText } from "../plainText";

export function DateCell({ value }: CellProps) {
  return <span className={styles.number}>{readableDate(plainText(value))}</span>;
}
