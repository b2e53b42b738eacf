/** What a page reads, each answer under a key: as TanStack Query and its like take it. */
import type { Bridge, Source } from "./bridge.js";
import type { EndpointOptions, QueryAnswer, QueryOptions } from "./calls.js";
import type { EndpointOf, ParametersOf, QueryId, ReadingId, SourceName, TableName, TableOf } from "./document.js";
import { ApiError } from "./errors.js";
import { encodeKey, type Key } from "./key.js";
import type { ListOptions } from "./list.js";
import type { AggregateOptions, GroupOptions, Groups, Measured } from "./measures.js";
import type { ColumnPath, ConditionPath, RelationPath, Shown } from "./row.js";
import { nextCursor, type Page } from "./table.js";

interface Kept {
  /** Begins with the bridge's address, by which all that was read of it is found again. */
  queryKey: readonly unknown[];
  /** Three times where no answer came or the server failed; a refusal is final. */
  retry(failures: number, error: Error): boolean;
}

export interface Read<Answer> extends Kept {
  queryFn(context: { signal: AbortSignal }): Promise<Answer>;
}

/** A list page by page, by cursor. */
export interface PagesRead<Shown> extends Kept {
  queryFn(context: { signal: AbortSignal; pageParam: string }): Promise<Page<Shown>>;
  initialPageParam: string;
  getNextPageParam(page: Page<Shown>): string | null;
}

export type RowOf<Paths, Source extends string, Name extends TableName<Paths, Source>> = TableOf<
  Paths,
  Source,
  Name
>["row"];

export type RowsOptions<Of, Selected extends string, Expanded extends string> = ListOptions<
  ConditionPath<Of>,
  Selected,
  Expanded
>;
export type RowOptions<Selected extends string, Expanded extends string> = Pick<
  ListOptions<string, Selected, Expanded>,
  "select" | "expand" | "tz"
>;
export type PagesOptions<Of, Selected extends string, Expanded extends string> = Omit<
  RowsOptions<Of, Selected, Expanded>,
  "page" | "cursor" | "count"
>;
export type TotalOptions<Of> = Omit<AggregateOptions<Of>, "signal">;
export type GroupsOptions<Of> = Omit<GroupOptions<Of>, "signal">;
export type ReadingOptions = Pick<EndpointOptions, "page" | "perPage">;
export type RunOptions = Omit<QueryOptions, "signal">;

/** What can be read of one source. */
export interface Reads<Paths = unknown, Name extends string = ""> {
  rows<
    One extends TableName<Paths, Name>,
    Selected extends ColumnPath<RowOf<Paths, Name, One>> = never,
    Expanded extends RelationPath<RowOf<Paths, Name, One>> = never,
  >(
    table: One,
    options?: RowsOptions<RowOf<Paths, Name, One>, Selected, Expanded>,
  ): Read<Page<Shown<RowOf<Paths, Name, One>, Selected, Expanded>>>;

  infiniteRows<
    One extends TableName<Paths, Name>,
    Selected extends ColumnPath<RowOf<Paths, Name, One>> = never,
    Expanded extends RelationPath<RowOf<Paths, Name, One>> = never,
  >(
    table: One,
    options?: PagesOptions<RowOf<Paths, Name, One>, Selected, Expanded>,
  ): PagesRead<Shown<RowOf<Paths, Name, One>, Selected, Expanded>>;

  row<
    One extends TableName<Paths, Name>,
    Selected extends ColumnPath<RowOf<Paths, Name, One>> = never,
    Expanded extends RelationPath<RowOf<Paths, Name, One>> = never,
  >(
    table: One,
    key: Key,
    options?: RowOptions<Selected, Expanded>,
  ): Read<Shown<RowOf<Paths, Name, One>, Selected, Expanded>>;

  total<One extends TableName<Paths, Name>>(table: One, options: TotalOptions<RowOf<Paths, Name, One>>): Read<Measured>;

  groups<One extends TableName<Paths, Name>>(table: One, options: GroupsOptions<RowOf<Paths, Name, One>>): Read<Groups>;

  /** Of an endpoint that changes nothing. */
  endpoint<Id extends ReadingId<Paths, Name>>(
    id: Id,
    parameters: EndpointOf<Paths, Name, Id>["takes"],
    options?: ReadingOptions,
  ): Read<EndpointOf<Paths, Name, Id>["answers"]>;

  queryAnswer<Id extends QueryId<Paths, Name>>(
    id: Id,
    parameters: ParametersOf<Paths, Name, Id>,
    options?: RunOptions,
  ): Read<QueryAnswer>;
}

/** What can be read of a source of the bridge: of the first unless named. */
export function createReads<Paths = unknown>(bridge: Bridge<Paths>): Reads<Paths>;
export function createReads<Paths, Name extends SourceName<Paths> & string>(
  bridge: Bridge<Paths>,
  name: Name,
): Reads<Paths, Name>;
export function createReads(bridge: Bridge, name = ""): Reads {
  const source: Source = name === "" ? bridge : (bridge.source(name) as Source);
  const kept = (...key: unknown[]): Kept => ({ queryKey: [bridge.url, name, ...key], retry });

  return {
    rows: (table, options = {}) => ({
      ...kept(table, "rows", options),
      queryFn: ({ signal }) => source.table(table).list({ ...options, signal }),
    }),
    infiniteRows: (table, options = {}) => ({
      ...kept(table, "infiniteRows", options),
      queryFn: ({ signal, pageParam }) => source.table(table).list({ ...options, cursor: pageParam, signal }),
      initialPageParam: "",
      getNextPageParam: nextCursor,
    }),
    row: (table, key, options = {}) => ({
      ...kept(table, "row", encodeKey(key), options),
      queryFn: ({ signal }) => source.table(table).get(key, { ...options, signal }),
    }),
    total: (table, options) => ({
      ...kept(table, "total", options),
      queryFn: ({ signal }) => source.table(table).aggregate({ ...options, signal }),
    }),
    groups: (table, options) => ({
      ...kept(table, "groups", options),
      queryFn: ({ signal }) => source.table(table).group({ ...options, signal }),
    }),
    endpoint: (id, parameters, options = {}) => ({
      ...kept("endpoint", id, parameters, options),
      queryFn: ({ signal }) => source.endpoint(id).call(parameters, { ...options, signal }),
    }),
    queryAnswer: (id, parameters, options = {}) => ({
      ...kept("query", id, parameters, options),
      queryFn: ({ signal }) => source.query(id).run(parameters, { ...options, signal }),
    }),
  };
}

const isRefused = (error: Error) => error instanceof ApiError && error.status >= 400 && error.status < 500;

const retry = (failures: number, error: Error) => failures < 3 && !isRefused(error);
