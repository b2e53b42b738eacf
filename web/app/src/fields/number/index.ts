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
  width: () => 110,
  Cell: NumberCell,
  Input: lazyInput("NumberInput"),
  text: plainText,
  parse: (typed, { column }) => parseNumber(typed, column),
};
