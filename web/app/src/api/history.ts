/** What was done to rows, and putting it back. */

import { keySegment, sourcePath } from "@jetway/core";
import { bridgeRequest } from "./client";
import { plainRow } from "./exactJson";
import { fetchKeys } from "./manyRows";
import { ownName } from "./paths";
import { rowsPath } from "./rows";
import type { TableRef } from "./tables";
import type { Row } from "./types";

export interface HistoryEvent {
  id: number;
  /** ISO 8601, UTC. */
  at: string;
  actor: { id: string; name: string; role: string };
  way: string;
  action: "create" | "update" | "delete" | "order" | "run" | "undone";
  key: string;
  from?: Row;
  to?: Row;
  /** Of a run: what its source did with the row, and by which endpoint; that alone to whom may not run it so. */
  operation?: string;
  endpoint?: string;
  /** Columns whose values the role may not read. */
  masked?: string[];
  /** Of a deleted row: that there is one of its key again. */
  back?: boolean;
}

export interface HistoryPage {
  results: HistoryEvent[];
  next: string | null;
}

const PER_PAGE = "20";

/** What was done to one row, newest first; without a key, which rows of the table were deleted. */
export async function fetchHistory(
  ref: TableRef,
  key: string | null,
  cursor: string | null,
  signal?: AbortSignal,
): Promise<HistoryPage> {
  const params = new URLSearchParams({ _per_page: PER_PAGE });
  if (cursor !== null) params.set("_cursor", cursor);
  if (key === null) {
    params.set("table", ownName(ref.table));
    params.set("action", "delete");
  }
  const path = key === null ? `${sourcePath(ref.table.source)}audit/` : `${rowsPath(ref, key)}history/`;
  const page = await bridgeRequest<HistoryPage>(ref.project, ref.bridge, path, { params, signal });
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
  return keySegment(told.split(",").map(decodeURIComponent));
}

/** Puts back what an event changed: one column, or all that the role may set. Gives the row as it is then. */
export async function restore(ref: TableRef, event: HistoryEvent, column: string | null): Promise<Row> {
  const path = `${rowsPath(ref, asKey(event.key))}history/${event.id}/restore/`;
  const body = column === null ? {} : { columns: [column] };
  return plainRow(
    await bridgeRequest<Row>(ref.project, ref.bridge, path, { method: "POST", body }),
    ref.table,
    ref.tables,
  );
}
