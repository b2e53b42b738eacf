import type { FieldDescriptor } from "../field";
import { plainText } from "../plainText";
import { NumberCell } from "./NumberCell";
import { NumberInput } from "./NumberInput";
import { parseNumber } from "./parseNumber";

export const number: FieldDescriptor = {
  id: "number",
  label: "fields.number.label",
  accepts: (column) => (["integer", "decimal", "float"].includes(column.type) ? 1 : 0),
  align: "end",
  width: () => 110,
  Cell: NumberCell,
  Input: NumberInput,
  text: plainText,
  parse: (typed, { column }) => parseNumber(typed, column),
};
