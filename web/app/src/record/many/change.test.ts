import { expect, it } from "vitest";
import { column, shop } from "../../testShop";
import { beginning, changeableColumns, findingIn, valuesOf } from "./change";

const orders = shop("orders");
const names = (source = orders) => changeableColumns(source).map(({ name }) => name);
const item = (name: string) => changeableColumns(orders).find((one) => one.name === name);

it("offers what may be changed, and can be the same in many rows", () => {
  expect(names()).toEqual(["number", "customer_id", "status", "total", "created_at"]);
  const table = { ...orders.table, unique: [["number"], ["status", "total"]] };
  expect(names({ ...orders, table })).toEqual(["customer_id", "status", "total", "created_at"]);
});

it("begins with no value, a switch with no", () => {
  const table = { ...orders.table, fields: [column("paid", "boolean"), column("note", "text", { nullable: true })] };
  expect(valuesOf(changeableColumns({ ...orders, table }).map(beginning))).toEqual({ paid: false, note: null });
});

it("says what is missing or no value", () => {
  const total = item("total");
  const change = { column: "total", value: null, problem: null };
  expect(total && findingIn(total, change)?.message).toBe("fields.problem.required");
  expect(total && findingIn(total, { ...change, problem: "fields.problem.number" })?.message).toBe(
    "fields.problem.number",
  );
  expect(total && findingIn(total, { ...change, value: "5.00" })).toBeNull();
  expect(valuesOf([{ ...change, value: "5.00" }])).toEqual({ total: "5.00" });
});
