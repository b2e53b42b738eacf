import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, inject, it } from "vitest";
import { ApiError, and, createBridge, not, parseExact, where } from "../src/index.js";

const url = inject("url");
const bridge = createBridge({ url, token: inject("token") });
const orders = bridge.table("orders");
const categories = bridge.table("categories");
const settings = bridge.table("settings");

/** Well formed, and nobody's. */
const REFUSED = "jat_000000000000000000000000000000000000000000028uIwZ";

const BIG = "9007199254740993";

describe("a list", () => {
  it("holds the rows of a filter, in order, with what was asked for of them", async () => {
    const filter = and(
      where("total", "gte", 100),
      where("customer.country", "eq", "PT"),
      not(where("status", "eq", "paid")),
    );
    const page = await orders.list({
      filter,
      order: ["-total", { column: "id" }],
      select: ["id", "total", "status", "customer.country"],
      perPage: 5,
      count: "none",
    });
    expect(page).toMatchObject({ count: null, count_kind: "none", per_page: 5, has_more: true });
    expect(page.results).toHaveLength(5);
    const totals = page.results.map((row) => Number(row.total));
    expect(totals).toEqual([...totals].sort((a, b) => b - a));
    for (const row of page.results) expect(row).toMatchObject({ customer: { country: "PT" } });
    for (const row of page.results) expect(Object.keys(row).sort()).toEqual(["customer", "id", "status", "total"]);
  });

  it("brings related rows and the rows of some keys", async () => {
    const { results } = await orders.list({ keys: [7, "9"], expand: ["order_lines"], order: ["id"] });
    expect(results.map((row) => row.id)).toEqual([7, 9]);
    expect(results[0]).toMatchObject({
      order_lines: expect.arrayContaining([expect.objectContaining({ order_id: 7 })]),
    });
  });

  it("searches, and tells moments in a zone", async () => {
    const { results } = await orders.list({ search: "INV-10027", tz: "+03:00" });
    expect(results.map((row) => row.number)).toEqual(["INV-10027"]);
  });

  it("takes names that lists of names have signs for", async () => {
    const { results } = await bridge
      .table("Stock Movements")
      .list({ order: ["-na-me"], select: ["Movement No"], perPage: 1 });
    expect(Object.keys(results[0] ?? {})).toEqual(["Movement No"]);
  });
});

it("goes through all rows by a cursor, a page at a time", async () => {
  const seen: unknown[] = [];
  for await (const row of categories.rows({ select: ["id"], perPage: 10 })) seen.push(row.id);
  expect(seen).toEqual(Array.from({ length: 33 }, (_, at) => 33 - at));
});

describe("one row", () => {
  it("is added, read, changed and deleted", async () => {
    const made = await categories.create({ name: "Kites", parent_id: 7 });
    const key = made.id as number;
    expect(await categories.get(key, { expand: ["parent"] })).toMatchObject({ name: "Kites", parent: { id: 7 } });
    expect(await categories.update(key, { position: 3 })).toMatchObject({ name: "Kites", position: 3 });
    expect(await categories.delete(key)).toBeUndefined();
    await expect(categories.get(key)).rejects.toMatchObject({ code: "unknown_row", status: 404 });
  });

  it("is made once under a key", async () => {
    const once = crypto.randomUUID();
    const made = await categories.create({ name: "Once" }, { once });
    expect(await categories.create({ name: "Once" }, { once })).toEqual(made);
    expect(await categories.deleteMany({ filter: where("name", "eq", "Once"), expect: 1 })).toMatchObject({ count: 1 });
  });

  it("is not changed where a column was changed meanwhile, and is where another was", async () => {
    const made = await categories.create({ name: "Shared", position: 1 });
    const key = made.id as number;
    await categories.update(key, { position: 2 });
    const refused = categories.update(key, { position: 5 }, { was: made });
    await expect(refused).rejects.toMatchObject({
      code: "changed_meanwhile",
      problem: { errors: [{ pointer: "/was/position" }] },
    });
    expect(await categories.update(key, { name: "Ours" }, { was: made })).toMatchObject({ name: "Ours", position: 2 });
    await categories.delete(key);
  });

  it("is changed by the tag that it was read with", async () => {
    const made = await categories.create({ name: "Tagged" });
    const key = made.id as number;
    const { row, etag } = await categories.tagged(key);
    expect(row).toEqual(made);
    await categories.update(key, { name: "Again" }, { ifMatch: etag ?? "" });
    await expect(categories.delete(key, { ifMatch: etag ?? "" })).rejects.toMatchObject({
      code: "changed",
      status: 412,
    });
    await categories.delete(key);
  });

  it("is found by a key of several columns", async () => {
    expect(await bridge.table("order_lines").get([20000, 3])).toMatchObject({ order_id: 20000, line: 3 });
  });

  it("is found by a key that reads like an address", async () => {
    for (const key of ["group", "..", "a/b,c%", ""]) {
      await settings.create({ key, value: 1, description: "", updated_at: "2026-01-01T00:00:00" });
      expect(await settings.get(key)).toMatchObject({ key });
      expect((await settings.list({ keys: [key] })).results).toMatchObject([{ key }]);
      await settings.delete(key);
    }
  });

  it("keeps every digit of a large number", async () => {
    const made = await categories.create({ id: BIG, name: "Large" });
    expect(made.id).toBe(BIG);
    expect(await categories.get(made.id as string)).toEqual(made);
    expect(await categories.impact(BIG)).toEqual([]);
    await categories.delete(BIG);
  });
});

it("adds and changes many rows, and counts them before", async () => {
  const made = await categories.createMany([{ name: "Many" }, { name: null }, { name: "Many" }]);
  expect(made.map((one) => one.success)).toEqual([true, false, true]);
  const filter = where("name", "eq", "Many");
  expect(await categories.updateMany({ position: 9 }, { filter, dryRun: true })).toEqual({ count: 2 });
  await expect(categories.updateMany({ position: 9 }, { filter, expect: 1 })).rejects.toMatchObject({
    code: "too_many_rows",
  });
  expect(await categories.updateMany({ position: 9 }, { filter, expect: 2 })).toEqual({ count: 2 });
  expect(await categories.deleteMany({ filter, dryRun: true })).toMatchObject({ count: 2, impact: expect.any(Array) });
  expect(await categories.deleteMany({ filter })).toMatchObject({ count: 2 });
  const none = categories.createMany([{ name: "None" }, { name: null }], { atomic: true });
  await expect(none).rejects.toMatchObject({ problem: { errors: [{ pointer: "/1/name" }] } });
});

describe("numbers", () => {
  it("are of all rows", async () => {
    expect(await orders.aggregate({ func: "count" })).toBe(20000);
    expect(await orders.aggregate({ func: "max", column: "total", filter: where("id", "eq", 28) })).toBe("230.25");
  });

  it("are of groups, with dates cut", async () => {
    const by = ["status", { column: "placed_at", unit: "year" }] as const;
    const { groups, truncated } = await orders.group({ by, func: "count", filter: where("status", "eq", "draft") });
    expect(groups.map((group) => group.by)).toEqual(
      [2024, 2025, 2026].map((year) => ["draft", `${year}-01-01T00:00:00`]),
    );
    expect(truncated).toBeNull();
  });

  it("say where there are more groups than are told", async () => {
    const { groups, truncated } = await orders.group({ by: ["id"], func: "count" });
    expect([groups.length, truncated]).toEqual([10_000, 10_000]);
  });
});

it("exports a file as a stream", async () => {
  const file = await categories.export({ format: "ndjson", select: ["name"], order: ["id"] });
  expect(file.headers.get("Content-Disposition")).toMatch(/categories/);
  const text = await new Response(file.body).text();
  expect(text.trim().split("\n")).toHaveLength(33);
  expect(JSON.parse(text.split("\n")[0] ?? "")).toHaveProperty("name");
});

describe("what is called by its name", () => {
  it("is an endpoint, by pages", async () => {
    const answer = await bridge.endpoint("late-orders").call({ status: "paid" }, { perPage: 2, page: 2 });
    expect(answer).toMatchObject({ page: 2, per_page: 2, results: [{ total: expect.any(String) }, {}] });
    await expect(bridge.endpoint("late-orders").call({ state: "paid" })).rejects.toMatchObject({
      code: "invalid_input",
    });
  });

  it("is a saved query", async () => {
    const answer = await bridge.query("by_status").run({ status: "paid" }, { limit: 1, order: ["-id"], count: true });
    expect(answer).toMatchObject({
      columns: ["id", "number", "total"],
      row_count: 1,
      limit: 1,
      count: expect.any(Number),
    });
  });

  it("is an operation, which a source refuses that has none", async () => {
    const refused = bridge.source("copy").operation("refund").run({ key: 1 }, { once: "k" });
    await expect(refused).rejects.toMatchObject({ code: "unknown_operation", status: 404 });
  });
});

it("reads another source", async () => {
  expect((await bridge.source("copy").table("customers").list({ perPage: 1 })).results).toHaveLength(1);
  await expect(bridge.source("copy").table("orders").list()).rejects.toMatchObject({ code: "unknown_table" });
});

describe("a token", () => {
  it("is asked for once, and renewed once where it was refused", async () => {
    const tokens = [REFUSED, inject("token")];
    const renewing = createBridge({ url, token: async () => tokens.shift() ?? "none" });
    const lists = [1, 2].map(() => renewing.table("orders").list({ perPage: 1 }));
    for (const page of await Promise.all(lists)) expect(page.results).toHaveLength(1);
    expect(tokens).toEqual([]);
  });

  it("that stays the same is not sent again", async () => {
    let asked = 0;
    const token = () => {
      asked += 1;
      return REFUSED;
    };
    const refused = createBridge({ url, token });
    await expect(refused.table("orders").list()).rejects.toMatchObject({ code: "token_invalid", status: 401 });
    expect(asked).toBe(2);
  });
});

describe("a failure", () => {
  it("is the bridge's problem, with what is wrong where", async () => {
    const failed = await categories.create({ name: 7, size: 1 }).catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(ApiError);
    const { code, status, message, problem } = failed as ApiError;
    expect([code, status, message]).toEqual(["unknown_field", 422, problem.detail]);
    expect(problem.errors?.map((error) => error.pointer)).toContain("/size");
  });

  it("is unreachable where nobody answers", async () => {
    const nowhere = createBridge({ url: "http://127.0.0.1:1", token: "x" });
    await expect(nowhere.table("orders").list()).rejects.toMatchObject({
      code: "unreachable",
      status: 0,
      message: "127.0.0.1:1",
    });
  });

  it("is unreachable where the answer breaks off", async () => {
    const server = createServer((_request, response) => {
      response.writeHead(200, { "Content-Length": 100 });
      response.write("[", () => response.destroy());
    });
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    const { port } = server.address() as AddressInfo;
    const breaking = createBridge({ url: `http://127.0.0.1:${port}` });
    await expect(breaking.request("/")).rejects.toMatchObject({ code: "unreachable", message: `127.0.0.1:${port}` });
    server.close();
  });

  it("by one's own cancelling stays what it is", async () => {
    const cancel = new AbortController();
    const listed = orders.list({ signal: cancel.signal });
    cancel.abort();
    await expect(listed).rejects.toMatchObject({ name: "AbortError" });
  });
});

it("reads numbers beyond 2^53 as their digits, and texts, decimals and others as they are", () => {
  const text = `{"id": ${BIG}, "doc": "is ${BIG}, \\"${BIG}\\"", "ratio": 0.1234567890123456, "far": 1e20, "near": [-1234567890123456]}`;
  expect(parseExact(text)).toEqual({ ...JSON.parse(text), id: BIG });
  expect(parseExact(`[${BIG}]`, (digits) => ({ digits }))).toEqual(
    ["rawJSON" in JSON ? [{ digits: BIG }] : [BIG]].flat(),
  );
});
