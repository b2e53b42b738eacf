/** Amounts that are counted in the smallest unit of their currency: 1999 of EUR is 19.99. */
import type { Row, Table, Value } from "../../api/types";
import type { FieldContext, Parsed } from "../field";
import { fractionDigits, integerValue, isDecimal, isInteger, plainDigits } from "../number/decimal";
import { currencyOf } from "./currency";

/** ISO 4217 by the number of digits; every other currency has two. A browser's own numbers are those of habit. */
const ISO: Record<number, string> = {
  0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
  3: "BHD IQD JOD KWD LYD OMR TND",
  4: "CLF UYW",
};
const USUAL = 2;

/** Where Stripe counts otherwise: docs.stripe.com/currencies#special-cases. */
const OF_STRIPE = new Map([
  ["ISK", 2],
  ["UGX", 2],
  ["MGA", 0],
]);

export function smallestDigits(currency: string, engine: Table["engine"]): number {
  const special = engine === "stripe" ? OF_STRIPE.get(currency) : undefined;
  const found = Object.entries(ISO).find(([, codes]) => codes.includes(currency));
  return special ?? (found ? Number(found[0]) : USUAL);
}

/** Whether the column's numbers are such counts, by its description or by the settings. */
export function countsSmallest({ column, options }: FieldContext): boolean {
  return column.type === "integer" && (Boolean(column.money) || options.smallest === true);
}

/** Whether such a count can be typed alone, as nobody knows the currency without the row. */
export function takesCount(context: FieldContext): boolean {
  return countsSmallest(context) && digitsOf(context, undefined) === null;
}

/** How many digits its amounts have after the point; null where they are no such counts, or of no known currency. */
export function digitsOf(context: FieldContext, row: Row | undefined): number | null {
  if (!countsSmallest(context)) return null;
  const currency = currencyOf(context, row);
  return currency ? smallestDigits(currency, context.table.engine) : null;
}

/** `1999`, 2 → `19.99`; what is no count stays as it is. */
export function amountOf(count: string, digits: number): string {
  if (!isInteger(count) || digits === 0) return count;
  const sign = count.startsWith("-") ? "-" : "";
  const figures = count.replace(/^[+-]/, "").padStart(digits + 1, "0");
  return `${sign}${figures.slice(0, -digits)}.${figures.slice(-digits)}`;
}

/** `19.99`, 2 → 1999; no digit is rounded away. Of no known currency, a count alone. */
export function countOf(text: string, digits: number | null): Parsed {
  const typed = plainDigits(text);
  if (digits === null)
    return isInteger(typed) ? { value: integerValue(typed) } : { problem: "fields.problem.smallest" };
  if (!isDecimal(typed)) return { problem: "fields.problem.number" };
  if (fractionDigits(typed) > digits)
    return { problem: digits === 0 ? "fields.problem.integer" : "fields.problem.digits" };
  const [whole = "", fraction = ""] = typed.split(".");
  return { value: integerValue(canonical(`${whole}${fraction.padEnd(digits, "0")}`)) };
}

/** Without zeros in front, of which `0.50` leaves one. */
const canonical = (count: string): Value & string => count.replace(/^([+-]?)0+(?=\d)/, "$1");
