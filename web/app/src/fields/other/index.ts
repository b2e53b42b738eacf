import type { FieldDescriptor } from "../field";
import { MonoCell } from "../parts/MonoCell";
import { plainText } from "../plainText";
import { OtherInput, parseText } from "./OtherInput";

/** Geometry and whatever a database has that nobody foresaw. */
export const other: FieldDescriptor = {
  id: "other",
  label: "fields.other.label",
  accepts: () => 0.5,
  align: "start",
  width: () => 180,
  wide: (column) => column.type === "geometry",
  Cell: MonoCell,
  Input: OtherInput,
  text: plainText,
  parse: parseText,
};
