import type { FieldDescriptor } from "../field";
import { lazyInput } from "../lazyInput";
import { plainJson } from "../plainText";
import { ArrayCell } from "./ArrayCell";
import { parseArray } from "./parseArray";

export const array: FieldDescriptor = {
  id: "array",
  label: "fields.array.label",
  accepts: (column) => (column.type === "array" ? 1 : 0),
  align: "start",
  width: () => 180,
  wide: () => true,
  Cell: ArrayCell,
  Input: lazyInput("ArrayInput"),
  text: plainJson,
  parse: (typed, { column }) => parseArray(typed, column.item),
};
