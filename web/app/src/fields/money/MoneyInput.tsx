import { useTranslation } from "react-i18next";
import type { InputProps } from "../field";
import { padDigits } from "../number/decimal";
import { DraftInput } from "../parts/DraftInput";
import styles from "../parts/input.module.css";
import { plainText } from "../plainText";
import { currencyOf } from "./currency";
import { parseMoney } from "./parseMoney";
import { amountOf, countsSmallest, digitsOf } from "./smallest";

const USUAL_DIGITS = 2;

export function MoneyInput(props: InputProps) {
  const { column } = props.context;
  const currency = currencyOf(props.context, props.row);
  const smallest = countsSmallest(props.context);
  const digits = digitsOf(props.context, props.row);
  const { t } = useTranslation();
  return (
    <DraftInput
      {...props}
      // In another currency the same count is another text.
      key={digits}
      placeholder={smallest && digits === null ? t("fields.money.smallest") : props.placeholder}
      show={(value) => {
        const text = plainText(value);
        if (smallest) return digits === null ? text : amountOf(text, digits);
        return padDigits(text, column.scale ?? USUAL_DIGITS);
      }}
      parse={(text) => parseMoney(text, props.context, digits)}
      inputMode="decimal"
      align={props.inline ? "end" : "start"}
      right={currency ? <span className={styles.unit}>{currency}</span> : undefined}
      rightWidth={currency ? 44 : undefined}
    />
  );
}
