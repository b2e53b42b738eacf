import type { CellProps } from "../field";
import { formatDecimal, trimZeros } from "../number/decimal";
import styles from "../parts/cell.module.css";
import { plainText } from "../plainText";
import { currencyOf } from "./currency";
import { amountOf, countsSmallest, digitsOf } from "./smallest";

const USUAL_DIGITS = 2;

export function MoneyCell({ context, value, row }: CellProps) {
  const currency = currencyOf(context, row);
  if (countsSmallest(context)) {
    const digits = digitsOf(context, row);
    const count = plainText(value);
    return (
      <span className={styles.number}>
        {digits === null ? formatDecimal(count) : formatDecimal(amountOf(count, digits), { currency })}
      </span>
    );
  }
  const amount = trimZeros(plainText(value), USUAL_DIGITS);
  return (
    <span className={styles.number}>{formatDecimal(amount, currency ? { currency } : { digits: USUAL_DIGITS })}</span>
  );
}
