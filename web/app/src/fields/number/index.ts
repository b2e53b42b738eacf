import type { FieldDescriptor } from "../field";
import { lazyInput } from "../lazyInput";
import { plainText } from "../plainText";
import { NumberCell } from "./NumberCell";
import { parseNumber } from "./parseNumber";

export const number: FieldDescriptor = {
  id: "number",
  label: "fields.number.label",
  accepts: (column) => (["integer", "decimal", "float"].includes(column.type) ? 1 : 0),
  align: "end",
  // Long numbers are cut off where nothing says how long they are.
  width: ({ precision, native }) => ((precision ?? 0) > 12 || /^bigint/i.test(native) ? 150 : 110),
  Cell: NumberCell,
  Input: lazyInput("NumberInput"),
  text: plainText,
  parse: (typed, { column }) => parseNumber(typed, column),
};
