import { expect, it } from "vitest";
import { CUSTOMERS, column, shop } from "../../testShop";
import { guessMapping, guessMatch, importModes, importTargets, matchColumns } from "./mapping";

const orders = shop("orders");
const paths = (mode: "add" | "update") => importTargets(orders, mode).map(({ path }) => path);
const preview = (...columns: [name: string, ...cells: (string | null)[]][]) => ({
  columns: columns.map(([name]) => name),
  lines: [{ line: 2, cells: columns.map(([, cell]) => cell ?? null) }],
});
const guessed = (...columns: [name: string, ...cells: (string | null)[]][]) =>
  guessMapping(orders, preview(...columns), importTargets(orders, "add"));

it("offers what may be set, and the names behind foreign keys", () => {
  expect(paths("add")).toEqual(["number", "customer_id", "customer.name", "status", "total", "created_at"]);
});

it("offers the key too where lines find their rows", () => {
  expect(paths("update")[0]).toBe("id");
});

it("offers no names of rows that cannot be found by them", () => {
  const customers = {
    ...CUSTOMERS,
    fields: [column("id", "integer"), column("name", "text", { ops: [] })],
  };
  const tables = new Map(orders.tables).set("customers", customers);
  expect(importTargets({ ...orders, tables }, "add").map(({ path }) => path)).not.toContain("customer.name");
});

it("finds columns by their names, however they are written", () => {
  expect(guessed(["Number", "A-1"], ["Created at", null], ["TOTAL", "5"], ["remark", "x"])).toEqual({
    Number: "number",
    "Created at": "created_at",
    TOTAL: "total",
    remark: null,
  });
});

it("takes a foreign key with names in it for the name of the row", () => {
  expect(guessed(["Customer", "Ana"])).toEqual({ Customer: "customer.name" });
  expect(guessed(["Customer", "7"])).toEqual({ Customer: "customer_id" });
});

it("fills no column twice", () => {
  expect(guessed(["customer_id", "7"], ["customer.name", "Ana"], ["number", "A"], ["Number", "B"])).toEqual({
    customer_id: "customer_id",
    "customer.name": null,
    number: "number",
    Number: null,
  });
});

it("finds rows by the key, else by what is unique", () => {
  const source = { ...orders, table: { ...orders.table, unique: [["number"]] } };
  expect(guessMatch(source, { a: "id", b: "number" })).toEqual(["id"]);
  expect(guessMatch(source, { b: "number" })).toEqual(["number"]);
  expect(guessMatch(source, { c: "total" })).toEqual([]);
  expect(matchColumns(source, { b: "number", c: "customer.name" }).map(({ name }) => name)).toEqual(["number"]);
});

it("knows in which ways the role may import", () => {
  expect(importModes(orders)).toEqual(["add", "update", "both"]);
  expect(importModes({ ...orders, table: { ...orders.table, verbs: ["read", "create"] } })).toEqual(["add"]);
  expect(importModes({ ...orders, table: { ...orders.table, key: [] } })).toEqual(["add"]);
});
