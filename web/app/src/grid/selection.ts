/** Ranges of cells, and the numbers that they speak. */
import type { Value } from "../api/types";

/** A cell by its row and its place among the shown columns. Row -1 is the header. */
export interface CellPlace {
  row: number;
  column: number;
}

/** All four sides belong to the range. */
export interface CellRange {
  top: number;
  bottom: number;
  left: number;
  right: number;
}

export interface RangeNumbers {
  /** Cells that hold something. */
  count: number;
  /** Cells that hold a number. */
  numeric: number;
  /** Exact, as text; null where no cell holds a number. */
  sum: string | null;
  average: number | null;
}

export const HEADER_ROW = -1;

export function samePlace(one: CellPlace, other: CellPlace): boolean {
  return one.row === other.row && one.column === other.column;
}

export function rangeOf(anchor: CellPlace, head: CellPlace): CellRange {
  return {
    top: Math.min(anchor.row, head.row),
    bottom: Math.max(anchor.row, head.row),
    left: Math.min(anchor.column, head.column),
    right: Math.max(anchor.column, head.column),
  };
}

export function cellCount(range: CellRange): number {
  return (range.bottom - range.top + 1) * (range.right - range.left + 1);
}

/** The columns of `range` that row `row` has selected, as [left, right]; null where the row is outside. */
export function columnsInRange(range: CellRange | null, row: number): [number, number] | null {
  if (range === null || row < range.top || row > range.bottom) return null;
  return [range.left, range.right];
}

/** `values` are of all cells, `numbers` of those in columns where adding up means something. */
export function rangeNumbers(values: readonly Value[], numbers: readonly Value[]): RangeNumbers {
  const numeric = numbers.filter(isNumber);
  const count = values.filter((value) => value !== null && value !== undefined).length;
  if (numeric.length === 0) return { count, numeric: 0, sum: null, average: null };
  const sum = exactSum(numeric.map(String));
  return { count, numeric: numeric.length, sum, average: Number(sum) / numeric.length };
}

/** Row indexes between two clicks on checkboxes, both included. */
export function indexesBetween(one: number, other: number): number[] {
  const first = Math.min(one, other);
  return Array.from({ length: Math.abs(one - other) + 1 }, (_, step) => first + step);
}

function isNumber(value: Value): value is number | string {
  if (typeof value === "number") return Number.isFinite(value);
  return typeof value === "string" && value.trim() !== "" && Number.isFinite(Number(value));
}

const PLAIN = /^-?\d+(\.\d+)?$/;

/** 0.1 + 0.2 is 0.3: decimals are added as whole numbers of their smallest unit. */
function exactSum(numbers: readonly string[]): string {
  if (!numbers.every((text) => PLAIN.test(text))) {
    return String(numbers.reduce((sum, text) => sum + Number(text), 0));
  }
  const scale = Math.max(...numbers.map(decimals));
  const units = numbers.reduce((sum, text) => sum + inUnits(text, scale), 0n);
  return fromUnits(units, scale);
}

function decimals(text: string): number {
  const dot = text.indexOf(".");
  return dot < 0 ? 0 : text.length - dot - 1;
}

function inUnits(text: string, scale: number): bigint {
  return BigInt(text.replace(".", "") + "0".repeat(scale - decimals(text)));
}

function fromUnits(units: bigint, scale: number): string {
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, "0");
  const whole = digits.slice(0, digits.length - scale);
  const sign = units < 0n ? "-" : "";
  return scale === 0 ? sign + whole : `${sign}${whole}.${digits.slice(-scale)}`;
}
