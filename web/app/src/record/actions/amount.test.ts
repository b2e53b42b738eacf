import { expect, it } from "vitest";
import { inCurrency } from "./amount";

it.each([
  [2550, "EUR", "€25.50"],
  ["2550", "JPY", "¥2,550"],
  [1000, "KWD", "KWD 1.000"],
  [500, "ISK", "ISK 5"],
])("tells %s of the smallest unit of %s", (smallest, currency, told) => {
  expect(inCurrency(smallest, currency)?.replace(/\s/g, " ")).toBe(told);
});

it.each([
  [null, "EUR"],
  ["", "EUR"],
  ["a lot", "EUR"],
  [1.5, "EUR"],
  [5, "no currency"],
])("tells nothing of %s in %s", (smallest, currency) => {
  expect(inCurrency(smallest, currency)).toBeNull();
});
