import { createBridge, where } from "@jetway/core";
import { expect, inject, it } from "vitest";
import { createDataProvider } from "../src/react-admin.js";

const bridge = createBridge({ url: inject("url"), token: inject("token") });
const provider = createDataProvider(bridge);
const suppliers = bridge.table("suppliers");
const supplier = (name: string) => ({ name, city: "Faro", country: "D1", email: "ana@example.com" });
const byId = { field: "id", order: "ASC" } as const;

it("lists records with filters of every kind", async () => {
  const { data, total, pageInfo } = await provider.getList("orders", {
    pagination: { page: 2, perPage: 3 },
    sort: { field: "total", order: "DESC" },
    filter: { customer: { country: "PT" }, total__gte: 100, status: ["paid", "shipped"], note: null },
    meta: { select: ["total", "status", "note", "customer.country"] },
  });
  expect(data).toHaveLength(3);
  for (const order of data)
    expect(order).toMatchObject({ id: expect.any(Number), note: null, customer: { country: "PT" } });
  expect(total).toBeGreaterThan(6);
  expect(pageInfo).toEqual({ hasNextPage: true, hasPreviousPage: true });
});

it("searches, and pages without a count", async () => {
  const found = await provider.getList("orders", { filter: { q: "INV-10027" }, sort: byId });
  expect(found.data).toMatchObject([{ number: "INV-10027" }]);
  const pagination = { page: 1, perPage: 2 };
  const uncounted = await provider.getList("orders", { pagination, sort: byId, filter: {}, meta: { count: "none" } });
  expect(uncounted).toMatchObject({ total: undefined, pageInfo: { hasNextPage: true, hasPreviousPage: false } });
});

it("gives each row of a key of several columns one id", async () => {
  const lines = await provider.getManyReference("order_lines", {
    target: "order_id",
    id: 20000,
    pagination: { page: 1, perPage: 2 },
    sort: byId,
    filter: {},
  });
  expect(lines.data).toMatchObject([
    { id: "20000,1", line: 1 },
    { id: "20000,2", line: 2 },
  ]);
  expect(await provider.getOne("order_lines", { id: "20000,2" })).toEqual({ data: lines.data[1] });
  const ids = ["20000,1", "20000,2"];
  const { data } = await provider.getMany("order_lines", { ids });
  expect(data.map((line) => line.id).sort()).toEqual(ids);
});

it("gives rows without a key an id too", async () => {
  const { data } = await provider.getList("best_sellers", { pagination: { page: 1, perPage: 3 } });
  expect(new Set(data.map(({ id }) => id)).size).toBe(3);
});

it("adds, changes what differs, and deletes", async () => {
  const { data: made } = await provider.create("suppliers", { data: supplier("Ida of D1") });
  const unchanged = { id: made.id, data: made, previousData: made };
  expect(await provider.update("suppliers", unchanged)).toEqual({ data: made });
  await suppliers.update(made.id, { country: "D2" });
  const changed = { id: made.id, data: { ...made, city: "Porto" }, previousData: made };
  expect((await provider.update("suppliers", changed)).data).toMatchObject({ city: "Porto", country: "D2" });
  const stale = provider.update("suppliers", { ...changed, data: { ...made, city: "Braga" } });
  await expect(stale).rejects.toMatchObject({ body: { errors: { city: expect.any(String) } } });
  expect(await provider.delete("suppliers", { id: made.id, previousData: made })).toEqual({ data: made });
});

it("changes and deletes many", async () => {
  const made = await Promise.all(["Jo of D1", "Kim of D1"].map((name) => suppliers.create(supplier(name))));
  const ids = made.map(({ id }) => Number(id));
  expect(await provider.updateMany("suppliers", { ids, data: { city: "Porto" } })).toEqual({ data: ids });
  expect((await suppliers.list({ keys: ids })).results).toMatchObject([{ city: "Porto" }, { city: "Porto" }]);
  expect(await provider.deleteMany("suppliers", { ids })).toEqual({ data: ids });
  expect((await suppliers.list({ filter: where("country", "eq", "D1") })).results).toEqual([]);
});

it("says at which field a refusal is, and what the status was", async () => {
  const refused = provider.create("suppliers", { data: { ...supplier("Leo"), country: "DDD", size: 1 } });
  await expect(refused).rejects.toMatchObject({ status: 422, body: { errors: { size: expect.any(String) } } });
});

it("can be cancelled", async () => {
  const cancel = new AbortController();
  const listed = provider.getList("orders", { signal: cancel.signal });
  cancel.abort();
  await expect(listed).rejects.toMatchObject({ name: "AbortError" });
});

it("reads another source, by a key that is not called id", async () => {
  const copy = createDataProvider(bridge, { source: "copy" });
  const { data } = await copy.getList<{ id: string; key: string }>("settings", {
    pagination: { page: 1, perPage: 1 },
    sort: byId,
  });
  expect(data[0]).toMatchObject({ id: data[0]?.key });
  expect(await copy.getOne("settings", { id: data[0]?.id ?? "" })).toEqual({ data: data[0] });
});
