import type { CellProps } from "../field";
import { plainText } from "../plainText";
import styles from "./cell.module.css";

/** Ids, JSON and other texts that a machine wrote. */
export function MonoCell({ value }: CellProps) {
  return <span className={styles.mono}>{plainText(value)}</span>;
}
