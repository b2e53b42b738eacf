/** What of an event can be put back into the row as it is now. */
import type { HistoryEvent } from "../../api/history";
import { columnOf, type TableRef } from "../../api/tables";
import type { Row, Value } from "../../api/types";
import { own } from "../../lib/own";
import { sameValue } from "../changes";

/** One column of an event, or with null all of them. */
export interface Restoring {
  event: HistoryEvent;
  column: string | null;
}

/** The size in bytes of a value that was too large to be kept; null for every other. */
export function sizeOf(value: Value | undefined): number | null {
  const size = typeof value === "object" && value !== null && !Array.isArray(value) ? value.$bytes : undefined;
  return typeof size === "number" ? size : null;
}

/** The columns that the role may set, of which something was kept, and that hold another value by now. */
export function restorableColumns({ table }: TableRef, event: HistoryEvent, row: Row | null): string[] {
  const { action, from } = event;
  const again = action === "delete";
  if (!from || (again ? row !== null || event.back || !table.verbs.includes("create") : row === null)) return [];
  return Object.keys(from).filter((name) => {
    const column = columnOf(table, name);
    const allowed = again ? column?.creatable : column?.updatable;
    return allowed && sizeOf(own(from, name)) === null && !(row && sameValue(own(row, name), own(from, name)));
  });
}
