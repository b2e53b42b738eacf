/** What of a row a card has room for. */
import type { GridColumn } from "./gridColumns";

export interface CardFields {
  title: GridColumn | null;
  pill: GridColumn | null;
  /** At most three more. */
  more: GridColumn[];
}

const MORE = 3;
const BULKY = new Set(["json", "bytes", "array", "geometry", "uuid"]);

/** The column that names the row, a choice as a pill, and the next three that fit on a line. */
export function cardFields(columns: readonly GridColumn[]): CardFields {
  const title = columns.find((column) => column.naming) ?? columns[0] ?? null;
  const pill = columns.find((column) => column.field.id === "enum" && column !== title) ?? null;
  const rest = columns.filter((column) => column !== title && column !== pill);
  const isKey = ({ context, column }: GridColumn) => context.table.key.includes(column.name);
  const fit = rest.filter((column) => !BULKY.has(column.column.type) && column.field.id !== "longText");
  const wanted = [...fit.filter((column) => !isKey(column)), ...fit.filter(isKey)];
  return { title, pill, more: wanted.slice(0, MORE) };
}
