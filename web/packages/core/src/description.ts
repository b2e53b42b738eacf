/** What a bridge tells of its tables, as far as the caller may see and change them. */
import type { Client, Signal } from "./client.js";
import { unanswered } from "./errors.js";
import type { Operator } from "./filter.js";
import type { Value } from "./json.js";
import { type Place, sourcePath } from "./paths.js";

export type ColumnType =
  | "text"
  | "integer"
  | "decimal"
  | "float"
  | "boolean"
  | "date"
  | "time"
  | "timestamp"
  | "timestamptz"
  | "interval"
  | "uuid"
  | "json"
  | "bytes"
  | "enum"
  | "array"
  | "geometry"
  | "other";

export type Verb = "read" | "create" | "update" | "delete";

export interface ColumnDescription {
  name: string;
  type: ColumnType;
  native: string;
  nullable: boolean;
  required: boolean;
  writable: boolean;
  creatable: boolean;
  updatable: boolean;
  generated: boolean;
  identity: "" | "by_default" | "always";
  default: { kind: "value" | "sequence" | "now" | "uuid" | "expression"; value: Value } | null;
  length: number | null;
  precision: number | null;
  scale: number | null;
  /** Digits as text beyond 2^53. */
  minimum: number | string | null;
  maximum: number | string | null;
  options: string[];
  item: ColumnType | null;
  comment: string;
  /** What it can be filtered by, as the source itself does. */
  ops: Operator[];
  sortable: boolean;
  /** What it can be filtered by, as the bridge does in the source's place. */
  finished_ops?: Operator[];
  /** What it can be filtered by in a search of the app's own, which may be behind its rows. */
  stale_ops?: Operator[];
  /** The engine's own mark of a row, which stands in for a key and is no column. */
  mark?: boolean;
  /** The column that names the currency, where this one counts its smallest unit. */
  money?: string | null;
  /** What files its values name; null or left out where they name none. */
  file?: FileRule | null;
  /** Of another type than when it was granted: hidden from roles that were granted the table by its name. */
  changed?: boolean;
}

/** The files that a column takes. */
export interface FileRule {
  /** Media types, ranges such as `image/*`, and endings such as `.pdf`; none: every file. */
  accept: string[];
  most_bytes: number;
}

export interface RelationDescription {
  name: string;
  columns: string[];
  target: string;
  target_columns: string[];
  many: boolean;
  on_delete: "no_action" | "restrict" | "cascade" | "set_null" | "set_default" | "nothing";
  /** The other source that it leads to; left out where it stays within its own. */
  source?: string;
  /** Of one that leads to another source: whether rows can be filtered through it. */
  filters?: boolean;
}

export interface ParameterDescription {
  name: string;
  type: ColumnType;
  required: boolean;
  options: string[];
  default: Value;
  title: string;
  comment: string;
  /** The row's column that names the currency, of a number of its smallest unit. */
  money: string | null;
}

/** What an app does by name, with one of its rows or by itself. */
export interface OperationDescription {
  /** `charges.refund` */
  operation: string;
  title: string;
  /** Of which it takes a row; null for none. */
  table: string | null;
  changes: boolean;
  /** What to ask before. */
  confirm: string;
  answers: string | null;
  /** Whether the app does it once under a key. */
  once: boolean;
  /** Another one where it does something else. */
  version: string;
  parameters: ParameterDescription[];
}

export interface TableDescription {
  model: string;
  schema: string | null;
  kind: "table" | "view" | "materialized_view";
  comment: string;
  /** About how many; null where a rule hides some. */
  rows: number | null;
  key: string[];
  unique: string[][];
  verbs: Verb[];
  /** Whether several rows can be changed in one request. */
  atomic: boolean;
  /** Whether a new row that is sent again under a key is made once. */
  once: boolean;
  aggregates: string[];
  /** Whether the role may take its rows away as a file. */
  exportable: boolean;
  /** Whether the role may read what was done to its rows. */
  has_history: boolean;
  /** Whether the role may declare what its columns stand for. */
  declarable: boolean;
  /** What its source does with a row by name, and the role may ask for. */
  operations: OperationDescription[];
  fields: ColumnDescription[];
  links: RelationDescription[];
}

/** The tables of a source, "" for the first. */
export function describe(client: Client, source: string, options?: Signal): Promise<TableDescription[]> {
  return client.request(`${sourcePath(source)}model_descriptions/`, options);
}

export async function describeTable({ client, source, table }: Place, options?: Signal): Promise<TableDescription> {
  const found = tableIn(await describe(client, source, options), table);
  if (found) return found;
  throw unanswered("unknown_table", "Unknown table", `There is no table "${table}", or you may not see it.`);
}

export const tableIn = (tables: TableDescription[], name: string | undefined) =>
  tables.find(({ model }) => model === name);

const NAMES = ["name", "full_name", "display_name", "last_name", "title", "label", "number", "email", "username"];

/** The column that names a row to a person, as far as it can be guessed; null where a row has no key and no text. */
export function nameColumn({ fields, links, key }: Pick<TableDescription, "fields" | "links" | "key">): string | null {
  const leading = new Set(links.flatMap(({ many, columns }) => (many || columns.length > 1 ? [] : columns)));
  const isName = ({ type, file }: ColumnDescription) => (type === "text" && !file) || type === "uuid";
  const texts = fields.filter((field) => isName(field) && !leading.has(field.name));
  for (const name of NAMES) {
    const found = texts.find((field) => field.name.toLowerCase() === name);
    if (found) return found.name;
  }
  const ending = texts.find((field) => /_?(name|title|number|code|email|subject)$/i.test(field.name));
  const plain = texts.filter((field) => field.type === "text" && !key.includes(field.name));
  // A text that may be missing, far behind the key, is more likely a note about the row than its name.
  const likely = plain.find((field) => !field.nullable || fields.indexOf(field) <= key.length);
  const told = key.find((name) => fields.some((field) => field.name === name));
  return (ending ?? likely)?.name ?? told ?? plain[0]?.name ?? null;
}
