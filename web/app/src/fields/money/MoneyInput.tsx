import type { InputProps } from "../field";
import { padDigits } from "../number/decimal";
import { parseNumber } from "../number/parseNumber";
import { DraftInput } from "../parts/DraftInput";
import styles from "../parts/input.module.css";
import { plainText } from "../plainText";
import { currencyOf } from "./currency";

const USUAL_DIGITS = 2;

export function MoneyInput(props: InputProps) {
  const { column } = props.context;
  const currency = currencyOf(props.context, props.row);
  return (
    <DraftInput
      {...props}
      show={(value) => padDigits(plainText(value), column.scale ?? USUAL_DIGITS)}
      parse={(text) => parseNumber(text, column)}
      inputMode="decimal"
      align={props.inline ? "end" : "start"}
      right={currency ? <span className={styles.unit}>{currency}</span> : undefined}
      rightWidth={currency ? 44 : undefined}
    />
  );
}
