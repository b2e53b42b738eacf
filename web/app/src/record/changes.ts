/** Which columns differ, and what a copy of a row takes along. */
import type { Row, Table, Value } from "../api/types";
import { own } from "../lib/own";

export function sameValue(left: Value | undefined, right: Value | undefined): boolean {
  if (left === right) return true;
  if (typeof left !== "object" || typeof right !== "object" || left === null || right === null) return false;
  if (Array.isArray(left) !== Array.isArray(right)) return false;
  const ours = Object.entries(left);
  const theirs = new Map(Object.entries(right));
  return (
    ours.length === theirs.size && ours.every(([name, value]) => theirs.has(name) && sameValue(value, theirs.get(name)))
  );
}

/** The edits that change something: what a PATCH sends. */
export function changedFields(base: Row, edits: Row): Row {
  return Object.fromEntries(Object.entries(edits).filter(([name, value]) => !sameValue(own(base, name), value)));
}

/** The columns of `changes` as they were: what undoing writes back. */
export function formerValues(base: Row, changes: Row): Row {
  return Object.fromEntries(Object.keys(changes).map((name) => [name, own(base, name) ?? null]));
}

/** A row's values for a new one: without the key, what is unique, what the database makes and what was cut short. */
export function duplicateOf(table: Table, row: Row): Row {
  const single = (columns: string[]) => columns.length === 1;
  // Of a key or a unique set of several columns a part may repeat; only where one column does it all, it may not.
  const unique = new Set([...(single(table.key) ? table.key : []), ...table.unique.filter(single).flat()]);
  const copied = table.fields.filter(
    (column) =>
      !unique.has(column.name) &&
      column.creatable &&
      !column.generated &&
      !column.identity &&
      own(row, column.name) !== undefined,
  );
  const cut = (value: Value | undefined) =>
    typeof value === "object" && value !== null && !Array.isArray(value) && "$bytes" in value;
  return Object.fromEntries(
    copied.filter(({ name }) => !cut(own(row, name))).map(({ name }) => [name, own(row, name) ?? null]),
  );
}
