/** What the browser can say of a value before the server judges it. Messages are i18n keys. */
import * as v from "valibot";
import type { Column, Value } from "../api/types";
import {
  compareDecimals,
  fractionDigits,
  isDecimal,
  isFloat,
  isInteger,
  isNonFinite,
  trimZeros,
} from "../fields/number/decimal";

export type Mode = "create" | "edit";

export interface Finding {
  /** An i18n key and what stands in its text. */
  message: string;
  facts: { [name: string]: string | number };
}

function shapeOf(column: Column): v.GenericSchema {
  if (column.options.length > 0 && (column.type === "enum" || column.type === "text")) {
    return v.picklist(column.options, "fields.problem.option");
  }
  switch (column.type) {
    case "text":
      return textShape(column);
    case "integer":
      return inRange(v.pipe(written, v.check(as(isInteger), "fields.problem.integer")), column);
    case "float":
      return inRange(v.pipe(written, v.check(as(isAnyFloat), "fields.problem.number")), column);
    case "decimal":
      return decimalShape(column);
    case "array":
      return v.array(v.any(), "fields.problem.array");
    default:
      return v.any();
  }
}

/** Why the value cannot be saved; null where the server may judge. */
export function findingOf(column: Column, value: Value | undefined, mode: Mode): Finding | null {
  const message = problemOf(column, value, mode);
  return message === null ? null : { message, facts: factsOf(column) };
}

function problemOf(column: Column, value: Value | undefined, mode: Mode): string | null {
  if (value === undefined) return mode === "create" && column.required ? "fields.problem.required" : null;
  if (value === null) return column.nullable ? null : "fields.problem.required";
  return v.safeParse(shapeOf(column), value).issues?.[0].message ?? null;
}

function textShape({ length }: Column): v.GenericSchema {
  // Databases count characters, not the halves of which JavaScript's strings are made.
  const fits = (value: string) => length === null || [...value].length <= length;
  return v.pipe(v.string(), v.check(fits, "fields.problem.tooLong"));
}

function decimalShape(column: Column): v.GenericSchema {
  const { precision, scale } = column;
  const fine = (value: Written) => scale === null || fractionDigits(trimZeros(String(value), 0)) <= scale;
  const fits = (value: Written) => precision === null || wholeDigits(String(value)) <= precision - (scale ?? 0);
  const decimal = v.pipe(
    written,
    v.check(as(isAnyDecimal), "fields.problem.number"),
    v.check(fine, "fields.problem.tooFine"),
    v.check(fits, "fields.problem.tooManyDigits"),
  );
  return inRange(decimal, column);
}

function inRange(shape: v.GenericSchema<Written>, { minimum, maximum }: Column): v.GenericSchema {
  const comparable = (value: Written, limit: Written) => isDecimal(String(value)) && isDecimal(String(limit));
  const above = (value: Written) =>
    minimum === null || !comparable(value, minimum) || compareDecimals(String(value), String(minimum)) >= 0;
  const below = (value: Written) =>
    maximum === null || !comparable(value, maximum) || compareDecimals(String(value), String(maximum)) <= 0;
  return v.pipe(shape, v.check(above, "fields.problem.tooSmall"), v.check(below, "fields.problem.tooLarge"));
}

type Written = string | number;

const written = v.union([v.number(), v.string()]);
const as = (test: (text: string) => boolean) => (value: Written) => test(String(value));

const isAnyFloat = (text: string) => isFloat(text) || isNonFinite(text);
const isAnyDecimal = (text: string) => isDecimal(text) || isNonFinite(text);

const wholeDigits = (text: string) => (/^[+-]?0*(\d*)/.exec(text)?.[1] ?? "").length;

function factsOf({ length, minimum, maximum, precision, scale }: Column): Finding["facts"] {
  return {
    length: length ?? 0,
    minimum: minimum ?? 0,
    maximum: maximum ?? 0,
    scale: scale ?? 0,
    whole: (precision ?? 0) - (scale ?? 0),
  };
}
