import type { TableRef } from "../../api/tables";
import type { Row } from "../../api/types";

const MOST = 5;
/** Kept for this page load only: values of a database have no business in the browser's storage. */
const recent = new Map<string, Row[]>();

const place = (ref: TableRef) => `${ref.bridge.id}/${ref.table.model}`;

export function recentRows(ref: TableRef): Row[] {
  return recent.get(place(ref)) ?? [];
}

/** Puts a row in front; `identity` tells which rows are the same. */
export function remember(ref: TableRef, row: Row, identity: (row: Row) => string): void {
  const others = recentRows(ref).filter((other) => identity(other) !== identity(row));
  recent.set(place(ref), [row, ...others].slice(0, MOST));
}
