import { expect, it } from "vitest";
import { declared, declaredOf } from "../../api/relations";
import type { Op } from "../../api/types";
import { column, source, table } from "../../fields/exampleTable";
import { keyColumns, targetTables } from "./relationChoices";

const reference = column({ name: "stripe_customer" });
const number = column({ name: "customer_id", type: "integer" });
const orders = table("orders", [column({ name: "id", type: "integer" }), reference, number]);
const people = table("people", [column({ name: "id", type: "integer" }), column({ name: "code" })], {
  unique: [["code"], ["id", "code"]],
});
const eq: Op[] = ["eq"];
const customers = table(
  "pay/customers",
  [column({ name: "id" }), column({ name: "email", finished_ops: [] }), column({ name: "name", finished_ops: eq })],
  { source: "pay", atomic: false },
);
const shop = source(orders, customers, people);

it("offers keys and unique columns that compare, and what an app itself finds rows by", () => {
  expect(keyColumns(orders, reference, people)).toEqual(["code"]);
  expect(keyColumns(orders, number, people)).toEqual(["id"]);
  expect(keyColumns(orders, reference, customers)).toEqual(["id", "email"]);
});

it("offers no table that a column cannot lead to, and those of its own source first", () => {
  expect(targetTables(shop, reference).map(({ model }) => model)).toEqual(["people", "pay/customers"]);
  expect(targetTables(shop, number).map(({ model }) => model)).toEqual(["orders", "people"]);
});

it("names the other source only where there is one", () => {
  expect(declared(orders, "customer_id", { table: people, column: "id" })).not.toHaveProperty("related_source");
  expect(declared(orders, "stripe_customer", { table: customers, column: "id" })).toEqual({
    direction: "MANYTOONE",
    local_field: "stripe_customer",
    related_source: "pay",
    related_model: "customers",
    related_field: "id",
  });
  expect(declared(customers, "id", { table: orders, column: "id" }).related_source).toBe("default");
});

it("knows by which of its relations a column leads", () => {
  const own = declared(orders, "stripe_customer", { table: customers, column: "id" });
  const back = { ...own, direction: "ONETOMANY" as const };
  expect(declaredOf({ ...orders, relation_overrides: [back, own] }, "stripe_customer")).toBe(own);
  expect(declaredOf(orders, "stripe_customer")).toBeUndefined();
});
