import type { FieldType } from "../api/types";

/** What columns of two sources are compared as; others are not. */
export const KEY_KINDS: Partial<Record<FieldType, "text" | "number">> = {
  text: "text",
  enum: "text",
  uuid: "text",
  integer: "number",
  decimal: "number",
};
