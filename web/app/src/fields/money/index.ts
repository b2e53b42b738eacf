import type { FieldDescriptor } from "../field";
import { lazyInput } from "../lazyInput";
import { parseNumber } from "../number/parseNumber";
import { named } from "../parts/names";
import { plainText } from "../plainText";
import { MoneyCell } from "./MoneyCell";

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
    if (column.type !== "decimal") return 0;
    if (/^money$/i.test(column.native)) return 3;
    return named(column.name, NAMES) && !named(column.name, RATIOS) ? 2 : 0;
  },
  align: "end",
  width: () => 120,
  Cell: MoneyCell,
  Input: lazyInput("MoneyInput"),
  text: plainText,
  parse: (typed, { column }) => parseNumber(typed, column),
};
