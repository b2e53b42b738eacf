/** The row behind a foreign key: what names it, what finds it. */
import { bridgeRequest } from "../../api/client";
import { EMPTY_VIEW, type FilterItem, type ListView, listParams, rowKey, rowsPath } from "../../api/rows";
import { displayColumn, refTo, type TableRef } from "../../api/tables";
import type { Page, Row, Value } from "../../api/types";
import { own } from "../../lib/own";
import type { FieldContext } from "../field";
import { plainText } from "../plainText";

/** The table that the relation leads to; null where the caller may not see it. */
export function targetOf(context: FieldContext): TableRef | null {
  return context.relation ? refTo(context.source, context.relation.target) : null;
}

/** The related row as the list or the record brought it along. */
export function expandedRow(context: FieldContext, row: Row | undefined): Row | null {
  const nested = context.relation && own(row, context.relation.name);
  return nested !== null && typeof nested === "object" && !Array.isArray(nested) ? nested : null;
}

/** The values of the foreign key, in the order of the relation; null where one is missing. */
export function foreignKey(context: FieldContext, value: Value | undefined, row: Row | undefined): Value[] | null {
  if (!context.relation) return null;
  const values = context.relation.columns.map((column) => (column === context.column.name ? value : own(row, column)));
  const filled = values.filter((part): part is Value => part !== null && part !== undefined && part !== "");
  return filled.length === values.length ? filled : null;
}

export function nameOf(target: TableRef, row: Row): string {
  const column = displayColumn(target.table, target.settings);
  const name = column ? plainText(own(row, column)) : "";
  return name || (rowKey(target.table, row) ?? "");
}

/** The key of the related row, even where only the foreign key is known; null where the key is another column. */
export function relatedKey(
  context: FieldContext,
  target: TableRef,
  values: Value[],
  related: Row | null,
): string | null {
  const known: Row = { ...related };
  context.relation?.target_columns.forEach((column, at) => {
    known[column] = values[at] ?? null;
  });
  return rowKey(target.table, known);
}

export function relatedView(context: FieldContext, values: Value[]): ListView {
  const columns = context.relation?.target_columns ?? [];
  const filters = columns.map((column, at): FilterItem => ({ column, op: "eq", value: values[at] ?? null }));
  return { ...EMPTY_VIEW, filters };
}

/** The first rows of a view, without counting the others: a picker has no use for the number. */
export async function fetchFew(ref: TableRef, view: ListView, limit: number, signal?: AbortSignal): Promise<Row[]> {
  return (await fetchFirst(ref, view, limit, signal)).results;
}

/** The same with what is said of the rows. */
export function fetchFirst(ref: TableRef, view: ListView, limit: number, signal?: AbortSignal): Promise<Page> {
  const params = listParams(ref, view, { page: 1, perPage: limit, count: "none" });
  return bridgeRequest<Page>(ref.project, ref.bridge, rowsPath(ref), { params, signal });
}
