/** What a filter can say of a column, as people say it. */
import type { FilterItem } from "../api/rows";
import type { Column, FieldType, Op, Value } from "../api/types";

/** Which words suit: times are "before", numbers "less than". */
export type OperatorKind = "text" | "number" | "time" | "other";

export interface Operator {
  /** The same as `FilterItem`'s op, with `not_` where it excludes. */
  id: string;
  op: Op;
  exclude: boolean;
  takes: "nothing" | "one" | "many";
}

const TIMES: FieldType[] = ["date", "time", "timestamp", "timestamptz"];
const NUMBERS: FieldType[] = ["integer", "decimal", "float", "interval"];

export function operatorKind(column: Column): OperatorKind {
  if (TIMES.includes(column.type)) return "time";
  if (NUMBERS.includes(column.type)) return "number";
  return column.type === "text" ? "text" : "other";
}

/** Where a column takes both, nobody wants to think about case. */
const WITHOUT_CASE: Partial<Record<Op, Op>> = {
  contains: "icontains",
  starts_with: "istarts_with",
  ends_with: "iends_with",
};

function takes(op: Op): Operator["takes"] {
  if (op === "is_null") return "nothing";
  return op === "in" ? "many" : "one";
}

function operator(op: Op, exclude = false): Operator {
  return { id: exclude ? `not_${op}` : op, op, exclude, takes: takes(op) };
}

const ORDER: [Op, boolean][] = [
  ["contains", false],
  ["icontains", false],
  ["eq", false],
  ["eq", true],
  ["gt", false],
  ["gte", false],
  ["lt", false],
  ["lte", false],
  ["in", false],
  ["in", true],
  ["contains", true],
  ["icontains", true],
  ["starts_with", false],
  ["istarts_with", false],
  ["ends_with", false],
  ["iends_with", false],
  ["is_null", false],
  ["is_null", true],
];

/** What stands before the rest: moments are rarely met exactly, and options are ticked. */
const LIKELY: Partial<Record<OperatorKind | "enum", string[]>> = {
  time: ["gte", "lt"],
  enum: ["in", "not_in"],
};

/** The operators that a column takes, the likeliest first. */
export function operatorsFor(column: Column, related: boolean): Operator[] {
  const ops = new Set(column.ops);
  const useful = (op: Op): boolean => {
    const caseless = WITHOUT_CASE[op];
    if (!ops.has(op) || (caseless && ops.has(caseless))) return false;
    if (op === "is_null") return column.nullable;
    // People know a part of a file's name, never all of what names it.
    if (column.file) return /contains|ends_with/.test(op);
    // Yes and no have no order; the key of a related row has one that means nothing.
    if (column.type === "boolean") return op === "eq";
    if (column.type === "enum" || related) return op === "eq" || op === "in";
    return true;
  };
  const offered = ORDER.filter(([op]) => useful(op)).map(([op, exclude]) => operator(op, exclude));
  const likely = LIKELY[column.type === "enum" ? "enum" : operatorKind(column)] ?? [];
  const rank = (one: Operator) => (likely.includes(one.id) ? likely.indexOf(one.id) : likely.length);
  return offered.sort((a, b) => rank(a) - rank(b));
}

/** The operator of a filter; `is_null: false` reads as "is not empty". */
export function operatorOf(item: FilterItem): Operator {
  const turned = item.op === "is_null" && item.value === false;
  return operator(item.op, (item.exclude ?? false) !== turned);
}

export function filterItem(column: string, chosen: Operator, value: Value): FilterItem {
  const item = { column, op: chosen.op, value: chosen.takes === "nothing" ? true : value };
  return chosen.exclude ? { ...item, exclude: true } : item;
}

/** Whether the value is enough for the operator. */
export function isComplete(chosen: Operator, value: Value | undefined): value is Value {
  if (chosen.takes === "nothing") return true;
  if (chosen.takes === "many") return Array.isArray(value) && value.length > 0;
  return value !== undefined && value !== null && value !== "";
}

/** The value, as far as it fits another operator. */
export function convertValue(value: Value | undefined, chosen: Operator): Value | undefined {
  if (value === undefined || value === null) return undefined;
  if (chosen.takes === "many") return Array.isArray(value) ? value : [value];
  if (chosen.takes === "one") return Array.isArray(value) ? value[0] : value;
  return undefined;
}

/** Whether two filters ask the same, so that one is enough. */
export function sameFilter(a: FilterItem, b: FilterItem): boolean {
  return (
    a.column === b.column &&
    operatorOf(a).id === operatorOf(b).id &&
    JSON.stringify(a.value) === JSON.stringify(b.value)
  );
}
