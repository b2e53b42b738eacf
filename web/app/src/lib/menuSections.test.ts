import { describe, expect, it } from "vitest";
import type { AddedSource } from "../api/sources";
import type { Settings } from "../api/types";
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

describe("sources beside the first", () => {
  const source = (name: string, error: unknown = null): AddedSource => ({
    name,
    title: name.toUpperCase(),
    colour: "",
    kind: "sqlite",
    state: error ? "unreachable" : "ok",
    error,
  });
  const invoices = { ...ORDERS, model: "billing/orders", source: "billing" };
  const log = { ...CUSTOMERS, model: "billing/audit.log", source: "billing", schema: "audit" };
  const all = new Map([CUSTOMERS, invoices, log].map((one) => [one.model, one]));
  const sections = (settings: Settings, ...sources: AddedSource[]) =>
    menuSections(all, settings, sources).map((one) => [
      one.title,
      one.source?.name,
      one.entries.map(({ title }) => title),
    ]);

  it("stand below, their tables without the source's name", () => {
    expect(sections({}, source("billing"))).toEqual([
      ["", undefined, ["Customers"]],
      ["BILLING", "billing", ["Orders"]],
      ["BILLING · audit", "billing", ["Log"]],
    ]);
  });

  it("stand where the settings put them, and are known there", () => {
    const menu = [
      { title: "Money", tables: ["billing/orders"] },
      { title: "All", tables: ["billing/audit.log", "customers"] },
    ];
    expect(sections({ menu }, source("billing"))).toEqual([
      ["Money", "billing", ["Orders"]],
      ["All", undefined, ["Log", "Customers"]],
    ]);
  });

  it("say so where they are away", () => {
    const away = source("stripe", new Error("away"));
    expect(sections({}, source("billing"), away).at(-1)).toEqual(["STRIPE", "stripe", []]);
  });

  it("are started with where the first has no table", () => {
    expect(startTable(all, {}, [source("billing")])).toBe("customers");
    expect(startTable(new Map([["billing/orders", invoices]]), {}, [source("billing")])).toBe("billing/orders");
  });
});
