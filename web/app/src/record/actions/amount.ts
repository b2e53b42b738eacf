/** Amounts in the smallest unit of a currency, which is how apps take them. */
import type { TFunction } from "i18next";
import type { Row } from "../../api/types";
import { formatMoney } from "../../ui/formatters";
import type { ParameterColumn } from "./parameters";

/** Payment apps count these in hundredths, though nobody does any more: docs.stripe.com/currencies#special-cases. */
const STILL_DIVIDED: { [currency: string]: number } = { ISK: 2, UGX: 2 };

/** `2550`, EUR → "€25.50"; null for what is no amount. */
export function inCurrency(smallest: unknown, currency: string): string | null {
  const count = typeof smallest === "string" && smallest.trim() ? Number(smallest) : smallest;
  if (typeof count !== "number" || !Number.isSafeInteger(count)) return null;
  try {
    const usual = new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits;
    return formatMoney(count / 10 ** (STILL_DIVIDED[currency] ?? usual ?? 2), currency);
  } catch {
    return null; // no currency that the browser knows
  }
}

/** What is said below the field of a parameter: of an amount, how much that is. */
export function amountText(item: ParameterColumn, sent: Row, row: Row, t: TFunction): string {
  const { comment } = item.column;
  const said = item.money ? row[item.money] : null;
  if (typeof said !== "string") return comment;
  const currency = said.toUpperCase();
  const amount = inCurrency(sent[item.name], currency);
  const unit = amount ? t("actions.amount", { amount }) : t("actions.unit", { currency });
  return [unit, amount ? "" : comment].filter(Boolean).join(" ");
}
