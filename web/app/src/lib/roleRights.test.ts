import { expect, it } from "vitest";
import type { Rights, Role } from "../api/policy";
import {
  hasOwn,
  markOf,
  mayRun,
  mayWrite,
  rightsFor,
  roleName,
  sameTicks,
  shownAs,
  withPreset,
  withRight,
  withRights,
  withRun,
  withShown,
  withWrite,
} from "./roleRights";

const COLUMNS = ["id", "status", "email"];
const ALL: Rights = { create: true, update: true, delete: true };

it("shows a table that is not named as the other tables", () => {
  const role: Role = { every_table: ALL, tables: { orders: {} } };
  expect(rightsFor(role, "customers")).toBe(ALL);
  expect(markOf(rightsFor(role, "orders"), "delete")).toBe("none");
  expect(markOf(rightsFor({}, "orders"), "read")).toBe("none");
});

it("reads unless that is forbidden, and forbids the rest with it", () => {
  expect(markOf({}, "read")).toBe("all");
  expect(markOf({ read: [], create: true }, "create")).toBe("none");
  expect(markOf({ read: ["id"] }, "read")).toBe("some");
});

it("grants the right to read along with any other", () => {
  expect(withRight({ read: false }, "update", true)).toEqual({ update: true });
  expect(withRight({ read: ["id"] }, "update", true)).toEqual({ read: ["id"], update: true });
});

it("takes every right with the one to read", () => {
  expect(withRight(ALL, "read", false)).toEqual({ read: false });
});

it("forgets a table that nothing is granted on", () => {
  const role: Role = { tables: { orders: ALL } };
  const without = withRights(role, "orders", { read: false });
  expect(without).toEqual({ tables: {} });
  expect(hasOwn(role, "orders")).toBe(true);
});

it("keeps a table hidden where the others are not", () => {
  const role: Role = { every_table: ALL };
  expect(withRights(role, "secrets", { read: false })).toEqual({
    every_table: ALL,
    tables: { secrets: { read: false } },
  });
  expect(withRights(role, null, { read: false })).toEqual({});
});

it("shows a table of a source as what is said of the whole source", () => {
  const role: Role = { every_table: ALL, tables: { "billing/*": { read: false }, "billing/invoices": {} } };
  expect(markOf(rightsFor(role, "billing/payments"), "read")).toBe("none");
  expect(markOf(rightsFor(role, "billing/invoices"), "read")).toBe("all");
  expect(rightsFor(role, "stripe/customers")).toBe(ALL);
  expect(rightsFor({ every_table: ALL }, "billing/*")).toBe(ALL);
  expect(withRights(role, "billing/invoices", { read: false }).tables).toEqual({ "billing/*": { read: false } });
});

it("tells whether two tables are ticked alike", () => {
  expect(sameTicks(ALL, { ...ALL, read: true, export: false })).toBe(true);
  expect(sameTicks(ALL, { ...ALL, delete: false })).toBe(false);
  expect(sameTicks(ALL, { ...ALL, max_rows: 5 })).toBe(false);
});

it("hides one column by naming the others", () => {
  expect(withShown(ALL, COLUMNS, "email", "hidden")).toEqual({ ...ALL, read: ["id", "status"] });
});

it("masks a column that is read, and takes no values for it", () => {
  const masked = withShown({ ...ALL, read: ["id"] }, COLUMNS, "email", "masked");
  expect(masked).toEqual({ ...ALL, read: ["id", "email"], mask: { email: { kind: "full" } } });
  expect(shownAs(masked, "email")).toBe("masked");
  expect(mayWrite(masked, "update", "email")).toBe(false);
  expect(withShown(masked, COLUMNS, "email", "shown")).toEqual({ ...ALL, read: ["id", "email"] });
});

it("makes a column read-only by naming those that may change", () => {
  const rights = withWrite(ALL, COLUMNS, "update", "status", false);
  expect(rights.update).toEqual(["id", "email"]);
  expect(withWrite({ update: ["id"] }, COLUMNS, "update", "id", false).update).toBe(false);
});

it("fills in and forgets a value", () => {
  const filled = withPreset({}, "owner", { attribute: "email" });
  expect(filled).toEqual({ preset: { owner: { attribute: "email" } } });
  expect(withPreset(filled, "owner", undefined)).toEqual({});
});

it.each([
  ["Support team", "support-team"],
  ["  2nd Línea!", "nd-linea"],
  ["支持", ""],
])("names %j %j", (text, name) => {
  expect(roleName(text)).toBe(name);
});

it("grants actions one by one, or all of them with those to come", () => {
  const some = withRun({}, ["refund", "capture"], "refund", true);
  expect(some.operations).toEqual(["refund"]);
  expect([mayRun(some, "refund"), mayRun(some, "capture"), mayRun({ operations: true }, "later")]).toEqual([
    true,
    false,
    true,
  ]);
  expect(withRun({ operations: true }, ["refund", "capture"], "refund", false).operations).toEqual(["capture"]);
  expect(withRun(some, ["refund", "capture"], "refund", false).operations).toBe(false);
  expect(sameTicks(ALL, { ...ALL, operations: true })).toBe(false);
});
