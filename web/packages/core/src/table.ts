/** The rows of one table. */
import { type Choices, choicesOf } from "./choices.js";
import type { Client, RequestOptions, Signal } from "./client.js";
import { describeTable, type TableDescription } from "./description.js";
import type { TableTypes, UntypedTable } from "./document.js";
import { type ExportedFile, type ExportOptions, type ExportProgress, exportFile, exportRows } from "./exports.js";
import {
  type FilesOptions,
  type SentFile,
  type StoredFile,
  sendFile,
  storedFiles,
  type UploadOptions,
} from "./files.js";
import {
  type HistoryOptions,
  type HistoryPage,
  type RestoreOptions,
  restoreRow,
  rowHistory,
  tableHistory,
} from "./history.js";
import {
  type FileOptions,
  type FilePreview,
  type ImportOptions,
  type ImportResult,
  importFile,
  previewImport,
} from "./imports.js";
import type { Row, Value } from "./json.js";
import { type Key, keySegment } from "./key.js";
import { type Choice, type ListOptions, listParams } from "./list.js";
import { type AggregateOptions, aggregate, type GroupOptions, type Groups, group, type Measured } from "./measures.js";
import { tablePath } from "./paths.js";
import type { ColumnOf, ColumnPath, ConditionPath, RelationOf, RelationPath, Shown } from "./row.js";

/** How a change is sent. */
export interface ChangeOptions extends Signal {
  /** A key under which it is made once, however often it is sent; best a UUID. */
  once?: string;
}

/** How one row is changed or deleted. */
export interface RowChangeOptions extends ChangeOptions {
  /** An `etag`: 412 `changed` where the row is another by now. */
  ifMatch?: string;
}

/** How many rows are changed or deleted. */
export interface ManyOptions extends ChangeOptions {
  /** How many rows it must be, else 409 `too_many_rows`. */
  expect?: number;
  /** Whether to count alone, and to change nothing. */
  dryRun?: boolean;
}

export interface Page<Shown = Row> {
  results: Shown[];
  count: number | null;
  count_kind: "exact" | "estimated" | "capped" | "none";
  /** How many there are about, or at least, where `count_kind` says so. */
  estimate?: number | null;
  /** The addresses of the pages beside this one. */
  next: string | null;
  previous: string | null;
  num_pages: number | null;
  per_page: number;
  has_more: boolean;
  /** Among how many rows the bridge itself looked; left out where the source did all of it. */
  scanned?: number;
  /** What rows lack, and why: another source did not tell. */
  notes?: { relation: string; code: string; detail: string }[];
  /** Whether they were found in a search of the app's own, which may be behind its rows. */
  stale?: boolean;
}

/** What became of one of many new rows; `errors` by column. */
export type Created<Of = Row> = { success: true; row: Of } | { success: false; errors: { [column: string]: string[] } };

/** What becomes of other rows where some are deleted. */
export interface Effect {
  table: string;
  effect: "deleted" | "set_null" | "set_default" | "blocks";
  count: number;
  capped: boolean;
}

/** What a list of a table takes. */
export interface Listing<Of = Row, Selected extends string = string, Expanded extends string = string>
  extends ListOptions<ConditionPath<Of>, Selected, Expanded>,
    Signal {}

/** The rows of a table, as far as the token's role may see and change them. */
export interface Table<Types extends TableTypes = UntypedTable> {
  /** One page. */
  list<Selected extends ColumnPath<Types["row"]> = never, Expanded extends RelationPath<Types["row"]> = never>(
    options?: Listing<Types["row"], Selected, Expanded>,
  ): Promise<Page<Shown<Types["row"], Selected, Expanded>>>;

  /** Every row, one after the other; a page of `perPage` (100 unless said) is read when it is needed. */
  rows<Selected extends ColumnPath<Types["row"]> = never, Expanded extends RelationPath<Types["row"]> = never>(
    options?: Omit<Listing<Types["row"], Selected, Expanded>, "page" | "count">,
  ): AsyncGenerator<Shown<Types["row"], Selected, Expanded>, void>;

  /** One row; `unknown_row` where there is none. */
  get<Selected extends ColumnPath<Types["row"]> = never, Expanded extends RelationPath<Types["row"]> = never>(
    key: Key,
    options?: { select?: readonly Selected[]; expand?: readonly Expanded[]; tz?: string } & Signal,
  ): Promise<Shown<Types["row"], Selected, Expanded>>;

  /** One row with its `etag`, for `ifMatch`; null where it has none. */
  tagged(key: Key, options?: Signal): Promise<{ row: Types["row"]; etag: string | null }>;

  /** What deleting the row would do to others. */
  impact(key: Key, options?: Signal): Promise<Effect[]>;

  create(values: Types["create"], options?: ChangeOptions): Promise<Types["row"]>;

  /** Up to 1,000 rows, each by itself; with `atomic` all or none. */
  createMany(
    values: readonly Types["create"][],
    options?: ChangeOptions & { atomic?: boolean },
  ): Promise<Created<Types["row"]>[]>;

  /**
   * Changes columns. With `was`, the row as it was read, only while they still hold what it says: else 409
   * `changed_meanwhile`, with a pointer to each that does not.
   */
  update(
    key: Key,
    values: Types["update"],
    options?: RowChangeOptions & { was?: Partial<Types["row"]> },
  ): Promise<Types["row"]>;

  delete(key: Key, options?: RowChangeOptions): Promise<void>;

  /** The same change to every row that is chosen; a filter, search or keys are needed. */
  updateMany(
    values: Types["update"],
    options: Choice<ConditionPath<Types["row"]>> & ManyOptions,
  ): Promise<{ count: number }>;

  /** `impact` comes with `dryRun`. */
  deleteMany(options: Choice<ConditionPath<Types["row"]>> & ManyOptions): Promise<{ count: number; impact?: Effect[] }>;

  aggregate(options: AggregateOptions<Types["row"]>): Promise<Measured>;
  group(options: GroupOptions<Types["row"]>): Promise<Groups>;

  /** What the caller may know of the table; `unknown_table` where that is nothing. */
  describe(options?: Signal): Promise<TableDescription>;

  /** What a relation to one row can lead to, by names; `unknown_relation` where there is none. */
  choices(relation: RelationOf<Types["row"]>, options?: Signal): Promise<Choices<Partial<Types["update"]>>>;

  /** What was done to the row, newest first; also to one that is deleted. */
  history(key: Key, options?: HistoryOptions): Promise<HistoryPage<Types["row"]>>;

  /** What was done to rows of the table, newest first. It takes the right `audit`. */
  tableHistory(options?: HistoryOptions): Promise<HistoryPage<Types["row"]>>;

  /** Puts back what an event changed; makes a deleted row anew. */
  restore(key: Key, event: number, options?: RestoreOptions<ColumnOf<Types["row"]>>): Promise<Types["row"]>;

  /** Sends a file. No row has changed: give one its `uploaded_path`. */
  upload(column: ColumnOf<Types["row"]>, file: File, options?: UploadOptions): Promise<SentFile>;

  /** The files of up to 100 rows, in the order of the keys; null where the caller sees none. */
  files(column: ColumnOf<Types["row"]>, keys: readonly Key[], options?: FilesOptions): Promise<(StoredFile | null)[]>;

  /** All rows of a list as a file, which comes as a stream: `body` of the response. */
  export(options?: ExportOptions & Exported<Types["row"]>): Promise<Response>;

  /** The same file when it is here whole; `export_broken_off` where it did not come to its end. */
  exportFile(
    options?: ExportOptions & Exported<Types["row"]> & { onProgress?: (progress: ExportProgress) => void },
  ): Promise<ExportedFile>;

  /** How a file begins, as an import reads it. */
  previewImport(file: File, options?: FileOptions): Promise<FilePreview>;

  /** Adds and changes rows by the lines of a file: all of them, or none where one is wrong. */
  importFile(file: File, options?: ImportOptions<ColumnOf<Types["row"]>>): Promise<ImportResult>;
}

/** Which rows a file has, and what of them. */
type Exported<Of> = Omit<Listing<Of, ColumnPath<Of>, RelationPath<Of>>, "page" | "perPage" | "cursor" | "count">;

const CHANGE = "application/vnd.jetway.change+json";

/** The rows of the table `name` of a source, "" for the first. */
export function createTable(client: Client, source: string, name: string): Table {
  const place = { client, source, table: name };
  const all = tablePath(source, name);
  const one = (key: Key) => tablePath(source, name, keySegment(key));

  const list: Table["list"] = ({ signal, ...options } = {}) =>
    client.request(all, { params: listParams(options), signal });

  async function* rows(options: Parameters<Table["rows"]>[0] = {}) {
    let cursor: string | null = options.cursor ?? "";
    while (cursor !== null) {
      const page: Page = await list({ perPage: 100, ...options, cursor });
      yield* page.results;
      cursor = nextCursor(page);
    }
  }

  return {
    list,
    rows,
    get: (key, { signal, ...options } = {}) => client.request(one(key), { params: listParams(options), signal }),
    async tagged(key, options) {
      const { data, headers } = await client.answer<Row>(one(key), options);
      return { row: data, etag: headers.get("ETag") };
    },
    impact: (key, options) => client.request(`${one(key)}impact/`, options),
    create: (values, options) => client.request(all, { method: "POST", body: values, ...sent(options) }),
    createMany: (values, { atomic, ...options } = {}) => {
      const params = new URLSearchParams(atomic ? { atomic: "1" } : {});
      return client.request(`${all}bulk_create/`, { method: "POST", body: values, params, ...sent(options) });
    },
    update(key, values, { was, ...options } = {}) {
      const change: RequestOptions = was ? changeOf(values, was) : { method: "PATCH", body: values };
      const { headers, signal } = sent(options);
      return client.request(one(key), { ...change, headers: { ...headers, ...change.headers }, signal });
    },
    delete: (key, options) => client.request(one(key), { method: "DELETE", ...sent(options) }),
    updateMany: (values, options) =>
      client.request(all, { method: "PATCH", body: values, params: manyParams(options), ...sent(options) }),
    deleteMany: (options) => client.request(all, { method: "DELETE", params: manyParams(options), ...sent(options) }),
    aggregate: (options) => aggregate(place, options),
    group: (options) => group(place, options),
    describe: (options) => describeTable(place, options),
    choices: (relation, options) => choicesOf(place, relation, options),
    history: (key, options) => rowHistory(place, key, options),
    tableHistory: (options) => tableHistory(place, options),
    restore: (key, event, options) => restoreRow(place, key, event, options),
    upload: (column, file, options) => sendFile(place, column, file, options),
    files: (column, keys, options) => storedFiles(place, column, keys, options),
    export: (options) => exportRows(place, options),
    exportFile: (options) => exportFile(place, options),
    previewImport: (file, options) => previewImport(place, file, options),
    importFile: (file, options) => importFile(place, file, options),
  };
}

/** The `cursor` of the page behind one that was read with a cursor; null behind the last. */
export function nextCursor({ next }: Page<unknown>): string | null {
  return next && new URL(next, "http://bridge").searchParams.get("_cursor");
}

/** How a change is sent once, and while the row is the same. */
function sent({ once, ifMatch, signal }: RowChangeOptions = {}): RequestOptions {
  const headers: Record<string, string> = {};
  if (once !== undefined) headers["Idempotency-Key"] = once;
  if (ifMatch !== undefined) headers["If-Match"] = ifMatch;
  return { headers, signal };
}

/** A request that changes columns which still hold what `was` says of them. */
export function changeOf(values: Row, was: Partial<Row>): RequestOptions {
  const seen = Object.keys(values).filter(
    (name) => Object.hasOwn(was, name) && was[name] !== undefined && !isCut(was[name]),
  );
  const body = { set: values, was: Object.fromEntries(seen.map((name) => [name, was[name]])) };
  return { method: "PATCH", body, headers: { "Content-Type": CHANGE } };
}

/** Bytes that a list leaves out, of which only the length is known. */
const isCut = (value: Value | undefined) => typeof value === "object" && value !== null && "$bytes" in value;

function manyParams({ expect, dryRun, ...choice }: Choice & ManyOptions): URLSearchParams {
  const params = listParams(choice);
  if (expect !== undefined) params.set("_expect", String(expect));
  if (dryRun) params.set("_dry_run", "1");
  return params;
}
