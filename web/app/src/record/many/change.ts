/** The same values for many rows: what is chosen so far, and whether it can be sent. */
import type { TableRef } from "../../api/tables";
import type { Row, Value } from "../../api/types";
import { type FormColumn, formColumns } from "../formColumns";
import { type Finding, findingOf } from "../shape";

export interface ColumnChange {
  column: string;
  value: Value;
  /** What is typed is no value (an i18n key). */
  problem: string | null;
}

/** Columns that may be set in many rows; those of a key, or unique, would be the same only once. */
export function changeableColumns(source: TableRef): FormColumn[] {
  const { key, unique } = source.table;
  const single = new Set([...key, ...unique.filter((columns) => columns.length === 1).flat()]);
  return formColumns(source, "edit").filter((item) => item.locked === null && !single.has(item.name));
}

/** A switch always answers; everything else begins with nothing. */
export function beginning({ name, column }: FormColumn): ColumnChange {
  return { column: name, value: column.type === "boolean" ? false : null, problem: null };
}

/** What is wrong with a value, for its line; null where it can be sent. */
export function findingIn({ column }: FormColumn, { value, problem }: ColumnChange): Finding | null {
  return problem === null ? findingOf(column, value, "edit") : { message: problem, facts: {} };
}

export function valuesOf(changes: ColumnChange[]): Row {
  return Object.fromEntries(changes.map(({ column, value }) => [column, value]));
}
