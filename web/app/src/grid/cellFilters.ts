/** The filters that a cell suggests: only this, not this, more, less. */
import type { FilterItem } from "../api/rows";
import type { Column, FieldType, Value } from "../api/types";

export interface CellFilter {
  id: "only" | "not" | "greater" | "less" | "empty" | "notEmpty";
  item: FilterItem;
}

/** Types whose values have an order that a person thinks in. */
const ORDERED = new Set<FieldType>([
  "integer",
  "decimal",
  "float",
  "date",
  "time",
  "timestamp",
  "timestamptz",
  "interval",
]);

/** `related` is a foreign key: more or less than it means nothing. */
export function cellFilters(column: Column, value: Value, related: boolean): CellFilter[] {
  if (value === null || column.file) return emptyFilters(column);
  if (typeof value === "object") return [];
  const item = (op: FilterItem["op"], exclude?: boolean): FilterItem => ({
    column: column.name,
    op,
    value,
    ...(exclude && { exclude }),
  });
  const ordered = ORDERED.has(column.type) && !related;
  const found: CellFilter[] = [];
  if (column.ops.includes("eq")) found.push({ id: "only", item: item("eq") }, { id: "not", item: item("eq", true) });
  if (ordered && column.ops.includes("gt")) found.push({ id: "greater", item: item("gt") });
  if (ordered && column.ops.includes("lt")) found.push({ id: "less", item: item("lt") });
  return found;
}

export function emptyFilters(column: Column): CellFilter[] {
  if (!column.nullable || !column.ops.includes("is_null")) return [];
  return [
    { id: "empty", item: { column: column.name, op: "is_null", value: true } },
    { id: "notEmpty", item: { column: column.name, op: "is_null", value: false } },
  ];
}

/** The values to choose from where a column has only a few; none elsewhere. */
export function choices(column: Column): Value[] {
  if (!column.ops.includes("eq")) return [];
  return column.type === "boolean" ? [true, false] : column.options;
}

/** A part of a text or a plain value; nobody remembers foreign keys. */
export function canBeTyped(column: Column, related: boolean): boolean {
  if (related || choices(column).length > 0) return false;
  return column.ops.includes("eq") || (column.type === "text" && column.ops.includes("icontains"));
}

/** There is something to offer at the head of the column. */
export function canBeFiltered(column: Column, related: boolean): boolean {
  return canBeTyped(column, related) || choices(column).length > 0 || emptyFilters(column).length > 0;
}

/** The filter for text typed at the head of a column; null where the text is no value of the column. */
export function typedFilter(column: Column, typed: string, parsed: Value | undefined): FilterItem | null {
  const text = typed.trim();
  if (text === "") return null;
  if (column.type === "text" && column.ops.includes("icontains")) {
    return { column: column.name, op: "icontains", value: text };
  }
  if (parsed === undefined || parsed === null || !column.ops.includes("eq")) return null;
  return { column: column.name, op: "eq", value: parsed };
}
