import { expect, it } from "vitest";
import { at, cellText, moreAt, parsed, recordsIn, rowsOf, withinRecord } from "./answer";

const ANSWER = { data: { items: [{ id: 1, by: { name: "Ana" } }, { id: 2 }] }, total: 2 };
const ITEMS = { path: "/items", records: "data.items" };

it("finds what stands at a path", () => {
  expect(at(ANSWER, "data.items.0.by.name")).toBe("Ana");
  expect(at(ANSWER, "")).toBe(ANSWER);
  expect([at(ANSWER, "data.items.x"), at(ANSWER, "data.none.by"), at("text", "length")]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
  expect(at({ "a.b": [{ c: 1 }] }, "a\\.b.0.c")).toBe(1);
  expect([recordsIn(ANSWER, ITEMS).length, recordsIn(ANSWER, { path: "", records: "total" }).length]).toEqual([2, 0]);
  const edges = { edges: [{ node: { id: 7 } }] };
  expect(recordsIn(edges, { path: "", records: "edges", item: "node" })).toEqual([{ id: 7 }]);
});

it("knows which places of an answer are within its records", () => {
  expect(withinRecord("data.items.0.by.name", ITEMS)).toBe("by.name");
  expect(withinRecord("12.id", { path: "" })).toBe("id");
  expect([withinRecord("total", ITEMS), withinRecord("data.items.0", ITEMS)]).toEqual([null, null]);
  const edges = { path: "", records: "edges", item: "node" };
  expect([withinRecord("edges.0.node.id", edges), withinRecord("edges.0.cursor", edges)]).toEqual(["id", null]);
});

it("makes rows of records, by the columns' paths or their names", () => {
  const columns = { id: { type: "integer" }, buyer: { type: "text", path: "by.name" } };
  expect(rowsOf(recordsIn(ANSWER, ITEMS), columns)).toEqual([
    { id: 1, buyer: "Ana" },
    { id: 2, buyer: undefined },
  ]);
  expect([cellText({ a: 1 }), cellText(false), cellText(null)]).toEqual(['{"a":1}', "false", ""]);
});

it("finds where an answer says that there is more than it holds", () => {
  const told = (beside: object) =>
    moreAt({ rows: [{ total: 9, next: "x" }, {}], ...beside }, { path: "", records: "rows" });
  expect(
    [{ total: 3 }, { meta: { totalCount: 3 } }, { has_more: true }, { pageInfo: { hasNextPage: true } }].map(told),
  ).toEqual(["total", "meta.totalCount", "has_more", "pageInfo.hasNextPage"]);
  expect([{ links: { next: "/v1?page=2" } }, { next_page_token: "t" }].map(told)).toEqual([
    "links.next",
    "next_page_token",
  ]);
  expect([{}, { total: 2 }, { has_more: false, next: null }, { discount: 9, page: 3 }].map(told)).toEqual(
    Array(4).fill(null),
  );
  expect(moreAt([{ id: 1 }], { path: "" })).toBeNull();
});

it("takes an answer that is no JSON for none", () => {
  expect([parsed("{}"), parsed("<html>")]).toEqual([{}, undefined]);
});
