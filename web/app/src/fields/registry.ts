/** Which field draws which column. A new field is a folder and a line here. */
import { columnOf, columnTitle, refTo, relationOf, type TableRef } from "../api/tables";
import type { Column, ColumnSettings, Relation, Table } from "../api/types";
import { humanise } from "../lib/humanise";
import { own } from "../lib/own";
import { array } from "./array";
import { boolean } from "./boolean";
import { bytes } from "./bytes";
import { date } from "./date";
import { enumeration } from "./enum";
import type { FieldContext, FieldDescriptor } from "./field";
import { file } from "./file";
import { image } from "./image";
import { interval } from "./interval";
import { json } from "./json";
import { link } from "./link";
import { longText } from "./longText";
import { money } from "./money";
import { number } from "./number";
import { other } from "./other";
import { relation } from "./relation";
import { text } from "./text";
import { time } from "./time";
import { timestamp } from "./timestamp";
import { timestamptz } from "./timestamptz";
import { uuid } from "./uuid";

export const fields: FieldDescriptor[] = [
  text,
  longText,
  number,
  money,
  boolean,
  enumeration,
  date,
  time,
  timestamp,
  timestamptz,
  interval,
  uuid,
  json,
  array,
  bytes,
  image,
  file,
  link,
  relation,
  other,
];

/** The field that the settings name, else the one that suits the column best. */
export function fieldFor(column: Column, to: Relation | null, settings?: ColumnSettings): FieldDescriptor {
  const chosen = settings?.field && fields.find((field) => field.id === settings.field);
  if (chosen) return chosen;
  return fields.reduce((best, field) => (field.accepts(column, to) > best.accepts(column, to) ? field : best), other);
}

export function fieldOf(context: FieldContext): FieldDescriptor {
  const { source, table, column } = context;
  return fieldFor(column, context.relation, own(own(source.settings.tables, table.model)?.columns, column.name));
}

/** Everything that a field needs to draw a column of `source`. */
export function contextFor(source: TableRef, columnName: string): FieldContext {
  const { table, settings } = source;
  const column = columnOf(table, columnName) ?? unknownColumn(columnName);
  const said = own(own(settings.tables, table.model)?.columns, columnName);
  const to = toOneRelation(table, columnName);
  const seen = to && refTo(source, to.target) ? to : null;
  return {
    source,
    table,
    column,
    relation: seen,
    title: said?.title || (seen ? relationTitle(seen, columnName) : columnTitle(table, columnName, settings)),
    options: said?.options ?? {},
    targetSettings: seen ? own(settings.tables, seen.target) : undefined,
  };
}

/** A key of several columns is shown at its last one: the first ones are often shared, as a tenant is. */
function toOneRelation(table: Table, column: string): Relation | null {
  const composite = (link: Relation) => !link.many && link.columns.length > 1 && link.columns.at(-1) === column;
  return relationOf(table, column) ?? table.links.find(composite) ?? null;
}

/** `customer_id` reads as "Customer"; a column that is no `…_id` keeps its own name. */
function relationTitle(to: Relation, column: string): string {
  const base = column.replace(/(_?id|Id|_uuid|_fk)$/, "");
  return humanise(base === column || base === "" ? column : to.columns.length > 1 ? to.name : base);
}

function unknownColumn(name: string): Column {
  return {
    name,
    type: "other",
    native: "",
    nullable: true,
    required: false,
    writable: false,
    creatable: false,
    updatable: false,
    generated: false,
    identity: "",
    default: null,
    length: null,
    precision: null,
    scale: null,
    minimum: null,
    maximum: null,
    options: [],
    item: null,
    comment: "",
    ops: [],
    sortable: false,
  };
}
