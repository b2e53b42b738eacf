/** Rows as records with an `id`, as frameworks of admin pages want them, whatever the key of their table. */
import {
  ApiError,
  type Bridge,
  decodeKey,
  encodeKey,
  type Key,
  type Order,
  type Row,
  type Source,
  type SourceName,
  sourcePath,
  type Table,
  type Value,
} from "@jetway/core";

export type Identifier = string | number;
export interface Identified {
  id: Identifier;
}

export interface ProviderOptions<Paths = unknown> {
  /** The name of a source beside the first. */
  source?: SourceName<Paths> & string;
}

/** The records of one table. */
export interface Records {
  table: Table;
  keyOf(id: Identifier): Key;
  /** What a list may be told, with the key among the columns. */
  shown(meta?: ListMeta): ListMeta;
  /** The `id` is the key; where that is of several columns, its values as one text. */
  record<One>(row: Row): One;
  /** Without an `id` that is no column. */
  values(record: object): Row;
  /** `id` stands for the key. */
  order(column: string, descending: boolean): Order[];
}

/** The tables of a source; their keys are asked for once. */
export function createRecords<Paths>(bridge: Bridge<Paths>, { source }: ProviderOptions<Paths> = {}) {
  // Resources are told by text, so there is nothing for types to check.
  const of = (source === undefined ? bridge : bridge.source(source)) as unknown as Source;
  let asked: Promise<Map<string, string[]>> | undefined;

  async function ask() {
    const path = `${sourcePath(source ?? "")}model_descriptions/`;
    const tables = await bridge.request<{ model: string; key: string[] }[]>(path);
    return new Map(tables.map(({ model, key }) => [model, key]));
  }

  return async function records(name: string): Promise<Records> {
    asked ??= ask().catch((error: unknown) => {
      asked = undefined;
      throw error;
    });
    return recordsOf(of.table(name), (await asked).get(name) ?? []);
  };
}

function recordsOf(table: Table, key: string[]): Records {
  const [only] = key.length === 1 ? key : [];
  const idOf = (row: Row): Identifier => {
    if (only !== undefined) return row[only] as Identifier;
    // Without a key nothing can be done to one row; lists want an id of each all the same.
    return key.length > 0 ? encodeKey(key.map((column) => row[column] as Identifier)) : JSON.stringify(row);
  };
  return {
    table,
    keyOf: (id) => (only === undefined ? decodeKey(String(id)) : id),
    shown: ({ select, expand, count } = {}) => ({ select: select && [...new Set([...key, ...select])], expand, count }),
    record: <One>(row: Row) => ({ ...row, id: idOf(row) }) as unknown as One,
    values(record) {
      const { id, ...others } = record as Row;
      return only === "id" && id !== undefined ? { id, ...others } : others;
    },
    order: (column, descending) => (column === "id" ? key : [column]).map((one) => ({ column: one, descending })),
  };
}

/** What is wrong with which field, for forms; the rest stays an `ApiError`. */
export function fieldErrors({ problem }: ApiError): Record<string, string> {
  return Object.fromEntries((problem.errors ?? []).map(({ pointer, detail }) => [fieldOf(pointer), detail]));
}

/** The last part of a JSON pointer. */
const fieldOf = (pointer: string) =>
  pointer.slice(pointer.lastIndexOf("/") + 1).replace(/~[01]/g, (sign) => (sign === "~1" ? "/" : "~"));

/** Asynchronous members of a provider, failing as its framework wants to be told: with what `tell` says beside the problem. */
export function telling<Provider extends object>(provider: Provider, tell: (error: ApiError) => object): Provider {
  const told = Object.entries(provider).map(([name, member]) => {
    const call = (...args: unknown[]) =>
      member(...args).catch((error: unknown) => {
        throw error instanceof ApiError ? Object.assign(error, tell(error)) : error;
      });
    return [name, call];
  });
  return Object.fromEntries(told) as Provider;
}

/** What a list may be told beside its rows, in `meta`. */
export interface ListMeta {
  select?: readonly string[];
  expand?: readonly string[];
  count?: "exact" | "estimated" | "capped" | "none";
}

export const same = (a: Value | undefined, b: Value | undefined) => JSON.stringify(a) === JSON.stringify(b);
