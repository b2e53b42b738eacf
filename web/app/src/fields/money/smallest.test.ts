import { describe, expect, it } from "vitest";
import { column, source, table } from "../exampleTable";
import { contextFor, fieldOf } from "../registry";
import { money } from ".";
import { amountOf, countOf, digitsOf, smallestDigits } from "./smallest";

const charges = source(
  table("charges", [column({ name: "id" }), column({ name: "amount", type: "integer", money: "paid_in" })], {
    engine: "rest",
  }),
);
const context = contextFor(charges, "amount");

it.each([
  ["EUR", 2],
  ["HUF", 2],
  ["JPY", 0],
  ["ISK", 0],
  ["IQD", 3],
  ["CLF", 4],
])("counts %s with %s digits", (currency, digits) => {
  expect(smallestDigits(currency, "rest")).toBe(digits);
});

it("counts as Stripe does what is Stripe's", () => {
  expect(["ISK", "UGX", "MGA", "KWD"].map((currency) => smallestDigits(currency, "stripe"))).toEqual([2, 2, 0, 3]);
});

it.each([
  ["1999", 2, "19.99"],
  ["5", 2, "0.05"],
  ["-5", 2, "-0.05"],
  ["-123456", 3, "-123.456"],
  ["50", 0, "50"],
  ["9007199254740993", 2, "90071992547409.93"],
])("tells %s with %s digits as %s, and back", (count, digits, amount) => {
  expect(amountOf(count, digits)).toBe(amount);
  const back = countOf(amount, digits);
  expect("value" in back && String(back.value)).toBe(count);
});

describe("what is typed", () => {
  it.each([
    ["20", 2, { value: 2000 }],
    ["€ 1,181.9", 2, { value: 118190 }],
    [".5", 2, { value: 50 }],
    ["0", 2, { value: 0 }],
    ["19.999", 2, { problem: "fields.problem.digits" }],
    ["0.5", 0, { problem: "fields.problem.integer" }],
    ["a lot", 2, { problem: "fields.problem.number" }],
    ["1999", null, { value: 1999 }],
    ["19.99", null, { problem: "fields.problem.smallest" }],
  ])("%s, of %s digits", (text, digits, parsed) => {
    expect(countOf(text, digits)).toEqual(parsed);
  });
});

it("knows the currency by the row's column, and is a count where that is not known", () => {
  expect(fieldOf(context)).toBe(money);
  expect(digitsOf(context, { paid_in: "kwd", currency: "eur" })).toBe(3);
  expect(digitsOf(context, {})).toBeNull();
  expect(money.text(1999, context)).toBe("1999");
  expect(money.parse("1999", context)).toEqual({ value: 1999 });
});

it("is set for a column of a database, with one currency", () => {
  const cents = {
    ...context,
    column: { ...context.column, money: null },
    options: { currency: "EUR", smallest: true },
  };
  expect(money.text(1999, cents)).toBe("19.99");
  expect(money.parse("19.99", cents)).toEqual({ value: 1999 });
});
