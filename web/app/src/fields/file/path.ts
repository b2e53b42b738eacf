/** What a column that holds files says of one: `<uuid>/<name>`, of which the name is for people. */
import type { Value } from "../../api/types";
import type { FieldContext } from "../field";
import { plainText } from "../plainText";

const PATH = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\/(.+)$/s;

/** The name of the file; null where the value names none. */
export function fileName(value: Value | undefined): string | null {
  return typeof value === "string" ? (PATH.exec(value)?.[1] ?? null) : null;
}

/** The file by its name, any other value as it is. */
export function fileText(value: Value): string {
  return fileName(value) ?? plainText(value);
}

/** The part that no other file has. */
export function fileId(path: string): string {
  return path.slice(0, path.indexOf("/"));
}

/** An id and a short name; the bridge declares no shorter column. */
const SHORTEST = 64;

/** Whether people may say that the column holds files: plain text that leads nowhere, and long enough for a path. */
export function canHoldFiles({ source, column, relation }: FieldContext): boolean {
  const { type, options, writable, length, name } = column;
  const plain = type === "text" && options.length === 0 && writable && relation === null;
  return plain && (length === null || length >= SHORTEST) && !source.table.key.includes(name);
}
