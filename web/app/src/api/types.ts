/** What control and the bridge say, as `docs/reference/control-api.md` and `bridge-api.md` describe it. */

import type {
  ColumnDescription,
  ColumnType as FieldType,
  FileRule,
  Operator,
  Page,
  Problem,
  RelationDescription,
  Row,
  TableDescription,
  Value,
  Verb,
} from "@jetway/core";

export type { FieldType, FileRule, Page, Problem, Row, Value, Verb };

/** What conditions of the interface compare by. */
export type Op = Exclude<Operator, "has">;

/** `ops` are all that it can be filtered by: it says so of itself, or the bridge does it in its place. */
export interface Column extends ColumnDescription {
  ops: Op[];
  finished_ops?: Op[];
  stale_ops?: Op[];
}

/** The source of a relation is "" for the first. */
export type Relation = RelationDescription;

/** A relation that people declared, as it is sent to declare it. */
export interface DeclaredRelation {
  direction: "MANYTOONE" | "ONETOMANY";
  local_field: string;
  related_model: string;
  related_field: string;
  /** The other source, as the list of sources names it; left out within one source. */
  related_source?: string;
}

export interface Table extends TableDescription {
  /** Its name, with the source's and a slash in front of it where that is not the bridge's first. */
  model: string;
  /** The source's name; "" of the first. */
  source: string;
  engine: string;
  fields: Column[];
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
