import { createBridge } from "@jetway/core";
import { expect, inject, it } from "vitest";
import { createDataProvider } from "../src/refine.js";

const url = inject("url");
const bridge = createBridge({ url, token: inject("token") });
const provider = createDataProvider(bridge);
const supplier = (name: string) => ({ name, city: "Faro", country: "F1", email: "ana@example.com" });
const resource = "suppliers";
const ofCountry = { field: "country", operator: "eq", value: "F1" };

interface Supplier {
  id: number;
  name: string;
  city: string;
}

it("lists records with filters of every kind", async () => {
  const { data, total } = await provider.getList<{ id: number; total: string; status: string }>({
    resource: "orders",
    pagination: { currentPage: 2, pageSize: 3 },
    sorters: [{ field: "id", order: "asc" }],
    filters: [
      { field: "customer.country", operator: "eq", value: "PT" },
      { field: "total", operator: "between", value: [100, 1000] },
      { field: "status", operator: "ne", value: "draft" },
      { field: "note", operator: "null", value: true },
      {
        operator: "or",
        value: [
          { field: "number", operator: "startswith", value: "inv" },
          { field: "city", operator: "ncontains", value: "x" },
        ],
      },
    ],
  });
  expect(data).toHaveLength(3);
  expect(total).toBeGreaterThan(6);
  for (const order of data) expect(order.status).not.toBe("draft");
  expect(data.map(({ id }) => id)).toEqual(data.map(({ id }) => id).sort((a, b) => a - b));
});

it("pages without a count, and reads all at once where pages are off", async () => {
  const uncounted = {
    resource: "orders",
    pagination: { currentPage: 2, pageSize: 5 },
    meta: { count: "none" },
  } as const;
  expect((await provider.getList(uncounted)).total).toBe(11);
  const { data } = await provider.getList({ resource: "categories", pagination: { mode: "off" } });
  expect(data.length).toBeGreaterThan(25);
});

it("says which operator there is not", async () => {
  const filters = [{ field: "tags", operator: "ina", value: ["a"] }];
  await expect(provider.getList({ resource: "customers", filters })).rejects.toThrow("no operator ina");
});

it("adds, reads, changes and deletes, one and many", async () => {
  const made = [];
  for (const name of ["Mia of F1", "Noa of F1"])
    made.push((await provider.create<Supplier, object>({ resource, variables: supplier(name) })).data);
  const ids = made.map(({ id }) => id);
  const id = ids[0] ?? 0;
  const changed = await provider.update<Supplier, object>({ resource, id, variables: { city: "Porto" } });
  expect(changed.data).toMatchObject({ id, city: "Porto" });
  expect(await provider.getOne({ resource, id })).toEqual(changed);
  await provider.updateMany({ resource, ids, variables: { city: "Braga" } });
  const { data } = await provider.getMany<Supplier>({ resource, ids });
  expect(data.map(({ city }) => city)).toEqual(["Braga", "Braga"]);
  await provider.deleteOne({ resource, id });
  await provider.deleteMany({ resource, ids: ids.slice(1) });
  expect(await provider.getList({ resource, filters: [ofCountry] })).toEqual({ data: [], total: 0 });
});

it("says at which field a refusal is, and what the status was", async () => {
  const refused = provider.create({ resource, variables: { ...supplier("Ole"), size: 1 } });
  await expect(refused).rejects.toMatchObject({ statusCode: 422, errors: { size: expect.any(String) } });
});

it("tells its address", () => {
  expect(provider.getApiUrl()).toBe(`${url.replace(/\/$/, "")}/api/`);
});
