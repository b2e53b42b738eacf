import { expect, it } from "vitest";
import type { HistoryEvent } from "../../api/history";
import { shop } from "../../testShop";
import { restorableColumns, sizeOf } from "./restorable";

const orders = shop("orders");
const event = (action: HistoryEvent["action"], from: HistoryEvent["from"]): HistoryEvent => ({
  id: 1,
  at: "2026-11-21T10:00:00Z",
  actor: { id: "a", name: "Ana", role: "editor" },
  way: "page",
  action,
  key: "7",
  from,
});
const NOW = { id: 7, number: "A-7", status: "paid", total: "10.00" };

it("puts back what is another value by now and may be set", () => {
  const changed = event("update", { id: 6, number: "A-7", status: "new", total: { $bytes: 70_000 } });
  expect(restorableColumns(orders, changed, NOW)).toEqual(["status"]);
  expect(restorableColumns(orders, event("create", undefined), NOW)).toEqual([]);
});

it("makes a deleted row anew only while it is gone and rows may be added", () => {
  const deleted = event("delete", { id: 7, number: "A-7" });
  expect(restorableColumns(orders, deleted, null)).toEqual(["number"]);
  expect(restorableColumns(orders, deleted, NOW)).toEqual([]);
  expect(restorableColumns(orders, { ...deleted, back: true }, null)).toEqual([]);
  const reading = { ...orders, table: { ...orders.table, verbs: ["read" as const] } };
  expect(restorableColumns(reading, deleted, null)).toEqual([]);
});

it("knows a value of which only the size was kept", () => {
  expect(sizeOf({ $bytes: 70_000 })).toBe(70_000);
  expect([null, "text", ["$bytes"], { other: 1 }].map(sizeOf)).toEqual([null, null, null, null]);
});
