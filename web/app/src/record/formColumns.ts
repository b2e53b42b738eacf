/** What a form shows: which columns, in which order, and which of them nobody may change, with the reason. */
import { displayColumn, shownColumns, type TableRef } from "../api/tables";
import type { Column } from "../api/types";
import type { FieldContext, FieldDescriptor } from "../fields/field";
import { contextFor, fieldOf } from "../fields/registry";
import type { Mode } from "./shape";

export interface FormColumn {
  name: string;
  column: Column;
  context: FieldContext;
  field: FieldDescriptor;
  wide: boolean;
  required: boolean;
  /** An i18n key: why it cannot be changed; null where it can. */
  locked: string | null;
}

export function formColumns(source: TableRef, mode: Mode): FormColumn[] {
  const display = displayColumn(source.table, source.settings);
  const shown = shownColumns(source.table, source.settings).map((column): FormColumn => {
    const context = contextFor(source, column.name);
    const field = fieldOf(context);
    return {
      name: column.name,
      column,
      context,
      field,
      wide: field.wide?.(column) ?? false,
      required: column.required,
      locked: lockOf(source, column, field, mode),
    };
  });
  return shown
    .map((item, place) => ({ item, place, rank: rankOf(item, source, display, mode) }))
    .sort((a, b) => a.rank - b.rank || a.place - b.place)
    .map(({ item }) => item);
}

function rankOf(item: FormColumn, source: TableRef, display: string | null, mode: Mode): number {
  const { column } = item;
  // What a person cannot fill in stands last where there is nothing to read in it yet.
  if (mode === "create" && (item.locked || (source.table.key.includes(item.name) && madeBySource(column)))) return 4;
  if (source.table.key.includes(item.name)) return 0;
  if (item.name === display) return 1;
  return column.required ? 2 : 3;
}

const madeBySource = (column: Column) =>
  column.identity !== "" || column.default?.kind === "sequence" || column.default?.kind === "uuid";

function lockOf(source: TableRef, column: Column, field: FieldDescriptor, mode: Mode): string | null {
  if (column.generated) return "record.locked.generated";
  if (column.identity === "always") return "record.locked.identity";
  if (!column.writable) return "record.locked.column";
  if (!source.table.verbs.includes(mode === "create" ? "create" : "update")) return "record.locked.table";
  if (mode === "create" ? !column.creatable : !column.updatable) return "record.locked.right";
  if (mode === "edit" && source.table.key.length === 0) return "record.locked.key";
  return field.Input ? null : "record.locked.type";
}
