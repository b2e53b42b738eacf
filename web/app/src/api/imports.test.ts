import { expect, it } from "vitest";
import { mediaTypeOf, planParams } from "./imports";

it("knows a file by the ending of its name", () => {
  expect(["a.b.CSV", "orders.xlsx", "rows.jsonl", "photo.png"].map(mediaTypeOf)).toEqual([
    "text/csv",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/x-ndjson",
    null,
  ]);
});

it("says only of those columns where they go that have another name", () => {
  const map = { total: "total", Customer: "customer.name", status: null };
  expect(Object.fromEntries(planParams({ mode: "both", match: ["number", "id"], map }))).toEqual({
    _mode: "both",
    _match: "number,id",
    _map: '{"Customer":"customer.name","status":null}',
  });
  expect(Object.fromEntries(planParams({ mode: "add", match: ["id"], map: {} }))).toEqual({ _mode: "add" });
});
