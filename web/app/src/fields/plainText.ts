import type { Value } from "../api/types";

/** Any value as text; objects and lists as JSON on one line. */
export function plainText(value: Value | undefined): string {
  if (value === null || value === undefined) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** As JSON on one line, so that the text `"1"` and the number `1` stay apart. */
export function plainJson(value: Value): string {
  return value === null ? "" : JSON.stringify(value);
}
