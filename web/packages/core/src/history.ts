/** What was done to rows, and putting it back. */
import type { Signal } from "./client.js";
import type { Row } from "./json.js";
import { type Key, keySegment } from "./key.js";
import { type Place, sourcePath, tablePath } from "./paths.js";
import type { PartOf } from "./row.js";

export interface HistoryEvent<Of = Row> {
  id: number;
  /** ISO 8601, UTC. */
  at: string;
  actor: { id: string; name: string; role: string };
  /** As whom the actor looked. */
  view_as?: { id: string; name: string; role: string };
  way: string;
  action: "create" | "update" | "delete" | "order" | "run" | "undone";
  /** Encoded; `decodeKey` gives its parts. */
  key: string;
  from?: PartOf<Of>;
  to?: PartOf<Of>;
  /** Of a run: what its source did with the row, and by which endpoint; that alone to whom may not run it so. */
  operation?: string;
  endpoint?: string;
  /** Columns whose values the role may not read. */
  masked?: string[];
}

/** A page of events, newest first. It may hold fewer than were asked for; `next` is null at the end alone. */
export interface HistoryPage<Of = Row> {
  results: HistoryEvent<Of>[];
  next: string | null;
}

export interface HistoryOptions extends Signal {
  action?: HistoryEvent["action"];
  way?: string;
  /** The id of a person or API token. */
  person?: string;
  /** Moments, `to` not included. */
  from?: string;
  to?: string;
  /** 50 unless said, at most 500. */
  perPage?: number;
  /** The `next` of the page before. */
  cursor?: string | null;
}

export interface RestoreOptions<Column extends string = string> extends Signal {
  /** All that the role may set unless said. */
  columns?: readonly Column[];
  ifMatch?: string;
}

/** Of one row. */
export function rowHistory(place: Place, key: Key, options: HistoryOptions = {}): Promise<HistoryPage> {
  return events(place, `${tablePath(place.source, place.table, keySegment(key))}history/`, options);
}

/** Of all rows. */
export function tableHistory(place: Place, options: HistoryOptions = {}): Promise<HistoryPage> {
  return events(place, `${sourcePath(place.source)}audit/`, options, { table: place.table });
}

function events({ client }: Place, path: string, options: HistoryOptions, more = {}): Promise<HistoryPage> {
  const { perPage, cursor, signal, ...rest } = options;
  const wanted = { ...rest, ...more, _per_page: perPage, _cursor: cursor };
  const said = Object.entries(wanted).filter(([, value]) => value !== undefined && value !== null);
  const params = new URLSearchParams(said.map(([name, value]) => [name, String(value)]));
  return client.request(path, { params, signal });
}

export function restoreRow({ client, source, table }: Place, key: Key, event: number, options: RestoreOptions = {}) {
  const { columns, ifMatch, signal } = options;
  const headers: Record<string, string> = ifMatch === undefined ? {} : { "If-Match": ifMatch };
  const path = `${tablePath(source, table, keySegment(key))}history/${event}/restore/`;
  return client.request<Row>(path, { method: "POST", body: { columns }, headers, signal });
}
