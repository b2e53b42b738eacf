import type { CellProps } from "../field";
import { formatDecimal, trimZeros } from "../number/decimal";
import styles from "../parts/cell.module.css";
import { plainText } from "../plainText";
import { currencyOf } from "./currency";

const USUAL_DIGITS = 2;

export function MoneyCell({ context, value, row }: CellProps) {
  const currency = currencyOf(context, row);
  const amount = trimZeros(plainText(value), USUAL_DIGITS);
  return (
    <span className={styles.number}>{formatDecimal(amount, currency ? { currency } : { digits: USUAL_DIGITS })}</span>
  );
}
