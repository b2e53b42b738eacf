import type { FieldDescriptor } from "../field";
import { lazyInput } from "../lazyInput";
import { MonoCell } from "../parts/MonoCell";
import { plainText } from "../plainText";
import { parseText } from "./parseText";

/** Whatever a database has that nobody foresaw. */
export const other: FieldDescriptor = {
  id: "other",
  label: "fields.other.label",
  accepts: () => 0.5,
  align: "start",
  width: () => 180,
  Cell: MonoCell,
  Input: lazyInput("OtherInput"),
  text: plainText,
  parse: parseText,
};
