import type { Column, FieldType, Relation } from "../api/types";

/** What columns of two sources are compared as; others are not. */
export const KEY_KINDS: Partial<Record<FieldType, "text" | "number">> = {
  text: "text",
  enum: "text",
  uuid: "text",
  integer: "number",
  decimal: "number",
};

/** Where the database itself says where a column leads to, there is nothing to choose. */
export function canRelate({ type }: Column, relation: Relation | null): boolean {
  return KEY_KINDS[type] !== undefined && (relation?.on_delete ?? "nothing") === "nothing";
}
