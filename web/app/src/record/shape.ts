/** What the browser can say of a value before the server judges it. Messages are i18n keys. */
import { z } from "zod";
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

export function shapeOf(column: Column): z.ZodType {
  if (column.options.length > 0 && (column.type === "enum" || column.type === "text")) {
    return z.enum(column.options, { error: "fields.problem.option" });
  }
  switch (column.type) {
    case "text":
      return textShape(column);
    case "integer":
      return inRange(z.union([z.number(), z.string()]).refine(written(isInteger), "fields.problem.integer"), column);
    case "float":
      return inRange(z.union([z.number(), z.string()]).refine(written(isAnyFloat), "fields.problem.number"), column);
    case "decimal":
      return decimalShape(column);
    case "array":
      return z.array(z.json(), { error: "fields.problem.array" });
    default:
      return z.json();
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
  return shapeOf(column).safeParse(value).error?.issues[0]?.message ?? null;
}

function textShape({ length }: Column): z.ZodType {
  const text = z.string();
  // Databases count characters, not the halves of which JavaScript's strings are made.
  return length === null ? text : text.refine((value) => [...value].length <= length, "fields.problem.tooLong");
}

function decimalShape(column: Column): z.ZodType {
  const { precision, scale } = column;
  const decimal = z.union([z.number(), z.string()]).refine(written(isAnyDecimal), "fields.problem.number");
  const fine = decimal.refine(
    (value) => scale === null || fractionDigits(trimZeros(String(value), 0)) <= scale,
    "fields.problem.tooFine",
  );
  const fitting = fine.refine(
    (value) => precision === null || wholeDigits(String(value)) <= precision - (scale ?? 0),
    "fields.problem.tooManyDigits",
  );
  return inRange(fitting, column);
}

function inRange(shape: z.ZodType<string | number>, { minimum, maximum }: Column): z.ZodType {
  const comparable = (value: string | number, limit: string | number) =>
    isDecimal(String(value)) && isDecimal(String(limit));
  const above = (value: string | number) =>
    minimum === null || !comparable(value, minimum) || compareDecimals(String(value), String(minimum)) >= 0;
  const below = (value: string | number) =>
    maximum === null || !comparable(value, maximum) || compareDecimals(String(value), String(maximum)) <= 0;
  return shape.refine(above, "fields.problem.tooSmall").refine(below, "fields.problem.tooLarge");
}

const written = (test: (text: string) => boolean) => (value: string | number) => test(String(value));

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
