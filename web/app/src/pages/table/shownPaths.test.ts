import { expect, it } from "vitest";
import { emptyColumnState } from "../../grid/columnState";
import { CUSTOMERS, shop } from "../../testShop";
import { shownPaths } from "./shownPaths";

const orders = shop("orders");
const names = orders.table.fields.map(({ name }) => name);
const state = { ...emptyColumnState, pinned: ["total"], hidden: ["id", "status", "created_at"] };

it("takes what is shown, with the name behind each foreign key", () => {
  expect(shownPaths(orders, state, names)).toEqual(["total", "number", "customer_id", "customer.name"]);
});

it("leaves out names of a table that may not be exported", () => {
  const tables = new Map(orders.tables).set("customers", { ...CUSTOMERS, exportable: false });
  expect(shownPaths({ ...orders, tables }, state, names)).toEqual(["total", "number", "customer_id"]);
});

it("takes names of another source as well", () => {
  const links = orders.table.links.map((link) => ({ ...link, source: "billing" }));
  const far = { ...orders, table: { ...orders.table, links } };
  expect(shownPaths(far, state, names)).toEqual(["total", "number", "customer_id", "customer.name"]);
});
