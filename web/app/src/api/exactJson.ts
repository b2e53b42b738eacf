/** Whole numbers that JavaScript cannot hold: as they were written in documents, as digits everywhere else. */
import { type Beyond, parseExact } from "@jetway/core";
import type { Column, Row, Table, Value } from "./types";

/** A number as it was written. `JSON.stringify` writes it back digit by digit. */
interface RawNumber {
  rawJSON: string;
}

const exact = JSON as typeof JSON & { rawJSON?: (text: string) => RawNumber };

/** A whole number beyond 2^53 as a `RawNumber`, or its digits where the browser knows none. */
export const rawNumber: Beyond = (digits) => exact.rawJSON?.(digits) ?? digits;

/** What a document says, which is written back as it was. */
export const parseDocument = (text: string) => parseExact(text, rawNumber);

function isRaw(value: unknown): value is RawNumber {
  return typeof value === "object" && value !== null && "rawJSON" in value && Object.getPrototypeOf(value) === null;
}

/** The row with such numbers as digits, which fields show and send; documents keep theirs as they were written. */
export function plainRow(row: Row, table: Table, tables: Map<string, Table>): Row {
  const documents = new Set(
    table.fields.filter((field) => field.type === "json" || field.type === "array").map((field) => field.name),
  );
  const plain = (name: string, value: Value): Value => {
    if (documents.has(name)) return value;
    if (isRaw(value)) return value.rawJSON;
    const target = tables.get(table.links.find((link) => link.name === name)?.target ?? "");
    return target && value !== null && typeof value === "object" ? plainRow(value as Row, target, tables) : value;
  };
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, plain(name, value)]));
}

/** The table with its bounds and defaults as numbers or digits, and without the mark, which is only for its key. */
export function plainTable(table: Table): Table {
  const plain = <T>(value: T): T | string => (isRaw(value) ? value.rawJSON : value);
  const field = (column: Column): Column => ({
    ...column,
    minimum: plain(column.minimum),
    maximum: plain(column.maximum),
    default: column.default && { ...column.default, value: plain(column.default.value) },
  });
  return { ...table, fields: table.fields.filter((column) => !column.mark).map(field) };
}
