/** The columns of a table as the grid draws them: field, title, and whether they can be edited here. */
import { displayColumn, shownColumns, type TableRef } from "../api/tables";
import type { Column, Row, Value } from "../api/types";
import type { FieldContext, FieldDescriptor } from "../fields/field";
import { contextFor, fieldOf } from "../fields/registry";
import { expandedRow, nameOf, targetOf } from "../fields/relation/related";
import { own } from "../lib/own";

/** Why a cell cannot be edited in the grid; the text is at `grid.readOnly.<reason>`. */
export type ReadOnlyReason = "view" | "noRight" | "noKey" | "generated" | "identity" | "fixed" | "noInput";

export interface GridColumn {
  name: string;
  title: string;
  column: Column;
  field: FieldDescriptor;
  context: FieldContext;
  readOnly: ReadOnlyReason | null;
  /** Adding up its values means something. */
  adds: boolean;
  /** It names the row to a person. */
  naming: boolean;
}

const NUMBERS = new Set(["integer", "decimal", "float"]);

/** `only` are the columns that the view asks for; all that are not hidden without it. */
export function gridColumns(source: TableRef, only?: readonly string[]): GridColumn[] {
  const naming = displayColumn(source.table, source.settings);
  return shownColumns(source.table, source.settings)
    .filter((column) => !only || only.includes(column.name))
    .map((column) => gridColumn(source, column, column.name === naming));
}

function gridColumn(source: TableRef, column: Column, naming: boolean): GridColumn {
  const context = contextFor(source, column.name);
  const field = fieldOf(context);
  return {
    name: column.name,
    title: context.title,
    column,
    field,
    context,
    readOnly: readOnlyReason(source, column, field),
    adds: NUMBERS.has(column.type) && context.relation === null && !source.table.key.includes(column.name),
    naming,
  };
}

function readOnlyReason(source: TableRef, column: Column, field: FieldDescriptor): ReadOnlyReason | null {
  const { table } = source;
  if (!table.verbs.includes("update")) return table.kind === "table" ? "noRight" : "view";
  if (table.key.length === 0) return "noKey";
  if (column.generated) return "generated";
  if (column.identity === "always") return "identity";
  if (!column.updatable) return "fixed";
  return field.Input === undefined ? "noInput" : null;
}

/** A cell as plain text, a related row by its name: for the clipboard and screen readers. */
export function cellText(column: GridColumn, row: Row): string {
  const related = expandedRow(column.context, row);
  const target = related && targetOf(column.context);
  return target ? nameOf(target, related) : column.field.text(cellValue(column, row), column.context);
}

export function cellValue(column: GridColumn, row: Row): Value {
  return own(row, column.name) ?? null;
}
