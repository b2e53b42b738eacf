import { describe, expect, it } from "vitest";
import { column, table } from "../fields/exampleTable";
import { changedFields, duplicateOf, formerValues, sameValue } from "./changes";

describe("what a PATCH sends", () => {
  it("is only what differs", () => {
    expect(changedFields({ a: 1, b: "x", c: null }, { a: 1, b: "y", c: null })).toEqual({ b: "y" });
  });

  it("tells null and an empty text apart", () => {
    expect(changedFields({ note: null }, { note: "" })).toEqual({ note: "" });
    expect(changedFields({ note: "" }, { note: null })).toEqual({ note: null });
  });

  it("looks into JSON, whatever the order of its keys", () => {
    expect(sameValue({ a: [1, { b: 2 }], c: 3 }, { c: 3, a: [1, { b: 2 }] })).toBe(true);
    expect(sameValue({ a: 1 }, { a: 1, b: null })).toBe(false);
    expect(sameValue([1, 2], [2, 1])).toBe(false);
  });

  it("can be taken back", () => {
    expect(formerValues({ a: 1, b: "x" }, { b: "y", c: 2 })).toEqual({ b: "x", c: null });
  });
});

describe("a copy of a row", () => {
  const columns = [
    column({ name: "id", identity: "by_default" }),
    column({ name: "number" }),
    column({ name: "tenant" }),
    column({ name: "place" }),
    column({ name: "total", generated: true }),
    column({ name: "scan", type: "bytes" }),
    column({ name: "locked", creatable: false }),
  ];
  const orders = table("orders", columns, { unique: [["number"], ["tenant", "place"]] });

  it("leaves out the key, what is unique by itself, what is computed and what was cut short", () => {
    const row = { id: 1, number: "N-1", tenant: 4, place: 2, total: "9", scan: { $bytes: 5000 }, locked: "x" };
    expect(duplicateOf(orders, row)).toEqual({ tenant: 4, place: 2 });
  });

  it("takes along the parts of a key of several columns", () => {
    const lines = table("lines", [column({ name: "order_id" }), column({ name: "line" })], {
      key: ["order_id", "line"],
    });
    expect(duplicateOf(lines, { order_id: 7, line: 1 })).toEqual({ order_id: 7, line: 1 });
  });

  it("knows nothing of expanded relations", () => {
    expect(duplicateOf(orders, { tenant: 1, customer: { id: 3 } })).toEqual({ tenant: 1 });
  });
});
