import { expect, it } from "vitest";
import { inCurrency } from "./amount";

it.each([
  [2550, "EUR", "stripe", "€25.50"],
  ["2550", "JPY", "stripe", "¥2,550"],
  [1000, "KWD", "stripe", "KWD 1.000"],
  [500, "ISK", "stripe", "ISK 5.00"],
  [500, "ISK", "rest", "ISK 500"],
  [1999, "HUF", "stripe", "HUF 19.99"],
])("tells %s of the smallest unit of %s in %s", (smallest, currency, engine, told) => {
  expect(inCurrency(smallest, currency, engine)?.replace(/\s/g, " ")).toBe(told);
});

it.each([
  [null, "EUR"],
  ["", "EUR"],
  ["a lot", "EUR"],
  [1.5, "EUR"],
  [5, "no currency"],
])("tells nothing of %s in %s", (smallest, currency) => {
  expect(inCurrency(smallest, currency, "stripe")).toBeNull();
});
