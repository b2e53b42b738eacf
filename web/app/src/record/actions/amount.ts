/** Amounts in the smallest unit of a currency, which is how apps take them. */
import type { TFunction } from "i18next";
import type { Row } from "../../api/types";
import { amountOf, smallestDigits } from "../../fields/money/smallest";
import { formatDecimal, isInteger } from "../../fields/number/decimal";
import { own } from "../../lib/own";
import type { ParameterColumn } from "./parameters";

/** `2550`, EUR → "€25.50"; null for what is no amount, or of no currency. */
export function inCurrency(smallest: unknown, currency: string, engine: string): string | null {
  const count = String(smallest ?? "").trim();
  if (!isInteger(count) || !/^[A-Z]{3}$/.test(currency)) return null;
  return formatDecimal(amountOf(count, smallestDigits(currency, engine)), { currency });
}

/** What is said below the field of a parameter: of an amount, how much that is. */
export function amountText(item: ParameterColumn, sent: Row, row: Row, t: TFunction): string {
  const { comment } = item.column;
  const said = item.money ? own(row, item.money) : null;
  if (typeof said !== "string") return comment;
  const currency = said.toUpperCase();
  const { engine } = item.context.table;
  const amount = inCurrency(own(sent, item.name), currency, engine);
  const hundred = inCurrency(100, currency, engine);
  const unit = amount ? t("actions.amount", { amount }) : hundred && t("actions.unit", { amount: hundred });
  return [unit, amount ? "" : comment].filter(Boolean).join(" ");
}
