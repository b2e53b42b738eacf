/** What was done to rows, and putting it back. */

import { decodeKey, keySegment, type Row, type HistoryEvent as Told } from "@jetway/core";
import { plainRow } from "./exactJson";
import { fetchKeys } from "./manyRows";
import { keyParts } from "./rows";
import { rowsOf, type TableRef } from "./tables";

export interface HistoryEvent extends Told {
  /** Of a deleted row: that there is one of its key again. */
  back?: boolean;
}

export interface HistoryPage {
  results: HistoryEvent[];
  next: string | null;
}

const PER_PAGE = 20;

/** What was done to one row, newest first; without a key, which rows of the table were deleted. */
export async function fetchHistory(
  ref: TableRef,
  key: string | null,
  cursor: string | null,
  signal?: AbortSignal,
): Promise<HistoryPage> {
  const asked = { perPage: PER_PAGE, cursor, signal };
  const rows = rowsOf(ref);
  const page = await (key === null
    ? rows.tableHistory({ action: "delete", ...asked })
    : rows.history(keyParts(key), asked));
  const plain = (row: Row | undefined) => row && plainRow(row, ref.table, ref.tables);
  const events = page.results.map((event) => ({ ...event, from: plain(event.from), to: plain(event.to) }));
  return { ...page, results: key === null ? await withThoseBack(ref, events, signal) : events };
}

async function withThoseBack(ref: TableRef, events: HistoryEvent[], signal?: AbortSignal): Promise<HistoryEvent[]> {
  if (events.length === 0) return events;
  const there = await fetchKeys(ref, new Set(events.map(({ key }) => asKey(key))), signal);
  return events.map((event) => ({ ...event, back: there.has(asKey(event.key)) }));
}

/** The audit encodes a few characters of a key that `encodeURIComponent` leaves. */
function asKey(told: string): string {
  return keySegment(decodeKey(told));
}

/** Puts back what an event changed: one column, or all that the role may set. Gives the row as it is then. */
export async function restore(ref: TableRef, event: HistoryEvent, column: string | null): Promise<Row> {
  const columns = column === null ? undefined : [column];
  return plainRow(await rowsOf(ref).restore(decodeKey(event.key), event.id, { columns }), ref.table, ref.tables);
}
