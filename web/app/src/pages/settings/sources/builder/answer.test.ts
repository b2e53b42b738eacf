import { expect, it } from "vitest";
import { at, cellText, parsed, recordsIn, rowsOf, withinRecord } from "./answer";

const ANSWER = { data: { items: [{ id: 1, by: { name: "Ana" } }, { id: 2 }] }, total: 2 };

it("finds what stands at a path", () => {
  expect(at(ANSWER, "data.items.0.by.name")).toBe("Ana");
  expect(at(ANSWER, "")).toBe(ANSWER);
  expect([at(ANSWER, "data.items.x"), at(ANSWER, "data.none.by"), at("text", "length")]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
  expect([recordsIn(ANSWER, "data.items").length, recordsIn(ANSWER, "total").length]).toEqual([2, 0]);
});

it("knows which places of an answer are within its records", () => {
  expect(withinRecord("data.items.0.by.name", "data.items")).toBe("by.name");
  expect(withinRecord("12.id", "")).toBe("id");
  expect([withinRecord("total", "data.items"), withinRecord("data.items.0", "data.items")]).toEqual([null, null]);
});

it("makes rows of records, by the columns' paths or their names", () => {
  const columns = { id: { type: "integer" }, buyer: { type: "text", path: "by.name" } };
  expect(rowsOf(recordsIn(ANSWER, "data.items"), columns)).toEqual([
    { id: 1, buyer: "Ana" },
    { id: 2, buyer: undefined },
  ]);
  expect([cellText({ a: 1 }), cellText(false), cellText(null)]).toEqual(['{"a":1}', "false", ""]);
});

it("takes an answer that is no JSON for none", () => {
  expect([parsed("{}"), parsed("<html>")]).toEqual([{}, undefined]);
});
