import type { FieldDescriptor } from "../field";
import { plainText } from "../plainText";
import { parseMoment } from "./parseMoment";
import { TimestamptzCell } from "./TimestamptzCell";
import { TimestamptzInput } from "./TimestamptzInput";

export const timestamptz: FieldDescriptor = {
  id: "timestamptz",
  label: "fields.timestamptz.label",
  accepts: (column) => (column.type === "timestamptz" ? 1 : 0),
  align: "start",
  width: () => 170,
  Cell: TimestamptzCell,
  Input: TimestamptzInput,
  text: plainText,
  parse: parseMoment,
};
