import { expect, it } from "vitest";
import { CUSTOMERS, ORDER_LINES, ORDERS } from "../testShop";
import { filterSections, menuSections, startTable } from "./menuSections";

const tables = new Map(
  [CUSTOMERS, ORDERS, ORDER_LINES, { ...CUSTOMERS, model: "audit.events", schema: "audit" }].map((one) => [
    one.model,
    one,
  ]),
);
const models = (settings: Parameters<typeof menuSections>[1]) =>
  menuSections(tables, settings).map((section) => [section.title, section.entries.map((entry) => entry.model)]);

it("puts chosen sections first and the rest by schema", () => {
  expect(models({ menu: [{ title: "Sales", tables: ["orders", "gone"] }] })).toEqual([
    ["Sales", ["orders"]],
    ["", ["customers", "order_lines"]],
    ["audit", ["audit.events"]],
  ]);
});

it("puts the default schema before the others", () => {
  const all = [
    { ...ORDERS, schema: "public" },
    { ...CUSTOMERS, model: "audit.events", schema: "audit" },
  ];
  const found = menuSections(new Map(all.map((one) => [one.model, one])), {});
  expect(found.map((section) => section.title)).toEqual(["public", "audit"]);
});

it("leaves hidden tables out", () => {
  expect(models({ tables: { order_lines: { hidden: true }, "audit.events": { hidden: true } } })).toEqual([
    ["", ["customers", "orders"]],
  ]);
});

it("finds tables by title and by name", () => {
  const found = filterSections(menuSections(tables, { tables: { orders: { title: "Purchases" } } }), "purch");
  expect(found.flatMap((section) => section.entries.map((entry) => entry.model))).toEqual(["orders"]);
});

it("starts with a large table that is connected", () => {
  expect(startTable(tables, {})).toBe("orders");
  expect(startTable(new Map(), {})).toBeNull();
});
