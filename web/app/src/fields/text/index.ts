import type { FieldDescriptor } from "../field";
import { lazyInput } from "../lazyInput";
import { PlainCell } from "../parts/PlainCell";
import { plainText } from "../plainText";

export const text: FieldDescriptor = {
  id: "text",
  label: "fields.text.label",
  accepts: (column) => (column.type === "text" ? 1 : 0),
  align: "start",
  width: (column) => (column.length !== null && column.length <= 20 ? 140 : 200),
  wide: (column) => column.length === null || column.length > 60,
  emptyIsValue: true,
  Cell: PlainCell,
  Input: lazyInput("TextInput"),
  text: plainText,
  parse: (typed) => ({ value: typed }),
};
