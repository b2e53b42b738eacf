/** What control and the bridge say, as `docs/reference/control-api.md` and `bridge-api.md` describe it. */

import type { Operator, Page, Problem, Row, Value } from "@jetway/core";
import type { Operation } from "./operations";

export type { Page, Problem, Row, Value };

export type FieldType =
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

/** What conditions of the interface compare by. */
export type Op = Exclude<Operator, "has">;

export type Verb = "read" | "create" | "update" | "delete";

export interface Column {
  name: string;
  type: FieldType;
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
  item: FieldType | null;
  comment: string;
  /** What it can be filtered by; it says so of itself, or the bridge does it in its place. */
  ops: Op[];
  sortable: boolean;
  /** Of `ops`, those that the bridge does in the source's place. */
  finished_ops?: Op[];
  /** What it can be filtered by in a search of the app's own, which may be behind its rows. */
  stale_ops?: Op[];
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

export interface Relation {
  name: string;
  columns: string[];
  target: string;
  target_columns: string[];
  many: boolean;
  on_delete: "no_action" | "restrict" | "cascade" | "set_null" | "set_default" | "nothing";
  /** The other source that it leads to, "" for the first; left out where it stays within its own. */
  source?: string;
  /** Of one that leads to another source: whether rows can be filtered through it. */
  filters?: boolean;
}

/** A relation that people declared, as it is sent to declare it. */
export interface DeclaredRelation {
  direction: "MANYTOONE" | "ONETOMANY";
  local_field: string;
  related_model: string;
  related_field: string;
  /** The other source, as the list of sources names it; left out within one source. */
  related_source?: string;
}

export interface Table {
  /** Its name, with the source's and a slash in front of it where that is not the bridge's first. */
  model: string;
  /** The source's name; "" of the first. */
  source: string;
  engine: string;
  schema: string | null;
  kind: "table" | "view" | "materialized_view";
  comment: string;
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
  /** What its source does with a row by name, and the role may ask for. */
  operations: Operation[];
  fields: Column[];
  links: Relation[];
  relation_overrides: DeclaredRelation[];
}

export interface Bridge {
  id: string;
  name: string;
  url: string;
  engine: string;
}

export interface Project {
  id: string;
  name: string;
  role: string;
  /** The first one, whose bridges stand here. */
  environment: { id: string; name: string };
  bridges: Bridge[];
  environments: { id: string; name: string; bridges: Bridge[] }[];
  /** Whether only sessions with a second factor get in. */
  second_factor: boolean;
}

export interface Person {
  id: string;
  email: string;
  name: string;
  projects: Project[];
}

export type Session = { state: "setup" } | { state: "signed_out" } | { state: "signed_in"; person: Person };

/** The password was right, and a code is wanted next. */
export interface SecondStep {
  state: "second_factor";
  ticket: string;
  expires_s: number;
}

export interface ColumnSettings {
  title?: string;
  hidden?: boolean;
  field?: string;
  options?: { [key: string]: Value };
}

export interface TableSettings {
  title?: string;
  hidden?: boolean;
  display?: string;
  columns?: { [column: string]: ColumnSettings };
}

export interface Settings {
  menu?: { title: string; tables: string[] }[];
  tables?: { [table: string]: TableSettings };
}
