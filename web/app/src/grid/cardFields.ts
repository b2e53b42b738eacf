/** What of a row a card has room for. */
import type { GridColumn } from "./gridColumns";

export interface CardFields {
  title: GridColumn | null;
  pill: GridColumn | null;
  /** What shows what the row looks like. */
  picture: GridColumn | null;
  /** At most three more. */
  more: GridColumn[];
}

const MORE = 3;
const BULKY = new Set(["json", "bytes", "array", "geometry", "uuid"]);

const looks = ({ field, column }: GridColumn) =>
  field.Picture !== undefined && column.file?.accept.some((one) => one.startsWith("image/"));

/** The column that names the row, its picture, a choice as a pill, and the next three that fit on a line. */
export function cardFields(columns: readonly GridColumn[]): CardFields {
  const title = columns.find((column) => column.naming) ?? columns[0] ?? null;
  const pill = columns.find((column) => column.field.id === "enum" && column !== title) ?? null;
  const picture = columns.find(looks) ?? null;
  const rest = columns.filter((column) => column !== title && column !== pill && column !== picture);
  const isKey = ({ context, column }: GridColumn) => context.table.key.includes(column.name);
  const fit = rest.filter((column) => !BULKY.has(column.column.type) && column.field.id !== "longText");
  const wanted = [...fit.filter((column) => !isKey(column)), ...fit.filter(isKey)];
  return { title, pill, picture, more: wanted.slice(0, MORE) };
}
