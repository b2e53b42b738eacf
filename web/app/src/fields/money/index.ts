import type { FieldDescriptor } from "../field";
import { lazyInput } from "../lazyInput";
import { named } from "../parts/names";
import { plainText } from "../plainText";
import { MoneyCell } from "./MoneyCell";
import { parseMoney } from "./parseMoney";
import { amountOf, digitsOf } from "./smallest";

const NAMES = [
  "price",
  "total",
  "subtotal",
  "amount",
  "cost",
  "costs",
  "fee",
  "tax",
  "vat",
  "balance",
  "revenue",
  "salary",
  "budget",
  "discount",
];
/** Words that make a number of an amount: `tax_rate`, `discount_percent`. */
const RATIOS = ["rate", "percent", "percentage", "ratio", "factor", "share"];

export const money: FieldDescriptor = {
  id: "money",
  label: "fields.money.label",
  accepts: (column) => {
    if (column.money) return 4;
    if (column.type !== "decimal") return 0;
    if (/^money$/i.test(column.native)) return 3;
    return named(column.name, NAMES) && !named(column.name, RATIOS) ? 2 : 0;
  },
  align: "end",
  width: () => 120,
  Cell: MoneyCell,
  Input: lazyInput("MoneyInput"),
  // Without the row, whose currency it may be: a count that was copied is one when it is pasted.
  text: (value, context) => {
    const digits = digitsOf(context, undefined);
    return digits === null ? plainText(value) : amountOf(plainText(value), digits);
  },
  parse: (typed, context) => parseMoney(typed, context, digitsOf(context, undefined)),
};
