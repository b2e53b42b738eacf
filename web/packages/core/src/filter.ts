/** Conditions as the tree that `_filter` takes: types are kept and no column's name can be mistaken for a parameter. */
import type { Value } from "./json.js";

export type Operator =
  | "eq"
  | "lt"
  | "lte"
  | "gt"
  | "gte"
  | "in"
  | "is_null"
  | "contains"
  | "starts_with"
  | "ends_with"
  | "ieq"
  | "icontains"
  | "istarts_with"
  | "iends_with"
  | "has";

type Part =
  | "date"
  | "year"
  | "iso_year"
  | "quarter"
  | "month"
  | "week"
  | "day"
  | "week_day"
  | "iso_week_day"
  | "hour"
  | "minute"
  | "second"
  | "time";

type BehindPart = "exact" | "gt" | "gte" | "lt" | "lte" | "in" | "range" | "isnull";

/** How a condition compares: by the value, or by a part of a date or time, as `month__lte`. */
export type Op = Operator | "range" | "isempty" | Part | `${Part}__${BehindPart}`;

export interface Condition<Path extends string = string> {
  /** A column, or a path over relations: `customer.country`. */
  column: Path;
  op: Op;
  value: Value;
}

export type Filter<Path extends string = string> =
  | Condition<Path>
  | { and: readonly Filter<Path>[] }
  | { or: readonly Filter<Path>[] }
  | { not: Filter<Path> };

/** `where("total", "gte", 100)`; dates may be said in words: `@today-7d`. */
export function where<Path extends string>(column: Path, op: Op, value: Value): Condition<Path> {
  return { column, op, value };
}

/** All of them hold; without any, every row passes. */
export function and<const Filters extends readonly Filter[]>(...filters: Filters): { and: Filters } {
  return { and: filters };
}

/** At least one of them holds. */
export function or<const Filters extends readonly Filter[]>(...filters: Filters): { or: Filters } {
  return { or: filters };
}

/** It does not hold. */
export function not<const One extends Filter>(filter: One): { not: One } {
  return { not: filter };
}
