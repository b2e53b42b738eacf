import { expect, it } from "vitest";
import type { Description } from "../../../../api/descriptions";
import {
  EMPTY,
  freeName,
  leadsElsewhere,
  opened,
  tableNameOf,
  toSend,
  toTry,
  withColumn,
  withColumnRenamed,
  withKey,
  withoutColumn,
  withoutTable,
  withTableRenamed,
  withTables,
  withWay,
} from "./description";

const SHOP: Description = {
  title: "Shop",
  address: "https://shop.example",
  auth: { kind: "bearer", secret: "key" },
  check: "",
  verdict: { path: "ok" },
  collections: {
    orders: {
      key: "id",
      natural: ["-placed"],
      columns: { id: { type: "integer" }, placed: { type: "date" }, buyer: { type: "text", refers: "people" } },
      list: { path: "/orders", records: "data", paging: { kind: "none" } },
      get: { path: "/orders/{id}" },
    },
    people: { key: "id", columns: { id: { type: "text" } }, list: { path: "/people" } },
    notes: { key: "", columns: {}, list: { path: "/notes" } },
  },
};
const { orders } = SHOP.collections as { orders: NonNullable<Description["collections"][string]> };

it("sends what says something, and leaves what it does not know as it is", () => {
  const sent = JSON.parse(toSend(SHOP, "Other"));
  expect(sent).toMatchObject({ title: "Shop", check: "/orders", verdict: { path: "ok" } });
  expect(sent.collections.orders.list).toEqual({ path: "/orders", records: "data" });
  expect(JSON.parse(toSend(EMPTY, "Shop"))).toEqual({
    title: "Shop",
    address: "https://",
    auth: { kind: "bearer", secret: "key" },
    collections: {},
  });
});

it("tries one table with those it refers to, also before it has columns", () => {
  expect(Object.keys(JSON.parse(toTry(SHOP, "orders", "")).collections)).toEqual(["people", "orders"]);
  const notes = JSON.parse(toTry(SHOP, "notes", ""));
  expect(notes.check).toBe("/notes");
  expect(notes.collections).toEqual({
    notes: { key: "id", columns: { id: { type: "text" } }, list: { path: "/notes" } },
  });
});

it("keeps a column's value in its place when the column gets another name", () => {
  const renamed = withColumnRenamed(orders, "placed", "placed_on");
  expect(Object.keys(renamed.columns)).toEqual(["id", "placed_on", "buyer"]);
  expect(renamed.columns.placed_on).toEqual({ type: "date", path: "placed" });
  expect(renamed.natural).toEqual(["-placed_on"]);
  expect(withColumnRenamed(renamed, "placed_on", "placed").columns.placed?.path).toBe("");
  const keyed = withColumnRenamed(orders, "id", "number");
  expect([keyed.key, keyed.get?.path]).toEqual(["number", "/orders/{number}"]);
});

it("has amounts follow the column of their currency", () => {
  const columns = { id: { type: "text" }, cents: { type: "integer", money: "code" }, code: { type: "text" } };
  const priced = { key: "id", list: { path: "/prices" }, columns };
  expect(withColumnRenamed(priced, "code", "currency").columns.cents?.money).toBe("currency");
  expect(withColumnRenamed(priced, "cents", "amount").columns.amount?.money).toBe("code");
  expect(withoutColumn(priced, "code").columns.cents?.money).toBe("");
});

it("leaves nothing behind that names what is gone", () => {
  const without = withoutColumn(withoutColumn(orders, "placed"), "id");
  expect([without.key, without.natural, Object.keys(without.columns)]).toEqual(["", [], ["buyer"]]);
  expect(withoutTable(SHOP, "people").collections.orders?.columns.buyer?.refers).toBe("");
  const renamed = withTableRenamed(SHOP, "people", "persons");
  expect(Object.keys(renamed.collections)).toEqual(["orders", "persons", "notes"]);
  expect(renamed.collections.orders?.columns.buyer?.refers).toBe("persons");
});

it("adds tables beside those that are there, and names them apart", () => {
  const more = withTables(SHOP, { orders: { ...orders, list: { path: "/v2/orders" } } });
  expect(more.collections.orders_2?.list.path).toBe("/v2/orders");
  expect(SHOP.collections.orders_2).toBeUndefined();
  expect([freeName("a", {}), freeName("a", { a: 1, a_2: 1 })]).toEqual(["a", "a_3"]);
  expect(["/v1/orders", "/api/order-lines/", "/", "/tasks.json"].map(tableNameOf)).toEqual([
    "orders",
    "order_lines",
    "table",
    "tasks",
  ]);
});

it("proposes how one row is changed as such apps mostly have it", () => {
  const changeable = withWay(withWay(orders, "update", true), "create", true);
  expect(changeable.update).toEqual({ path: "/orders/{id}", method: "PATCH" });
  expect(changeable.create).toEqual({ path: "/orders" });
  expect(withWay(changeable, "update", false).update).toBeUndefined();
  expect(withKey(changeable, "buyer").update?.path).toBe("/orders/{buyer}");
});

it("takes the first column as the key", () => {
  expect(withColumn({ ...orders, key: "", columns: {} }, "code", { type: "text" }).key).toBe("code");
});

it("knows when secrets would go elsewhere", () => {
  expect(leadsElsewhere({ ...SHOP, headers: { a: "b" } }, SHOP)).toBe(false);
  expect(leadsElsewhere({ ...SHOP, auth: { secret: "key", kind: "bearer", prefix: "" } }, SHOP)).toBe(false);
  expect(leadsElsewhere({ ...SHOP, address: "https://other.example" }, SHOP)).toBe(true);
  expect(leadsElsewhere({ ...SHOP, auth: { kind: "none" } }, SHOP)).toBe(true);
});

it("opens what is not finished", () => {
  const started = opened({ collections: { a: { list: { path: "/a" } } } } as unknown as Description);
  expect(started.collections.a).toEqual({ key: "", columns: {}, list: { path: "/a" } });
  expect(started.address).toBe("");
});
