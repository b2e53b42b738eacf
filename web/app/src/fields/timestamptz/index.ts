import type { FieldDescriptor } from "../field";
import { lazyInput } from "../lazyInput";
import { plainText } from "../plainText";
import { parseMoment } from "./parseMoment";
import { TimestamptzCell } from "./TimestamptzCell";

export const timestamptz: FieldDescriptor = {
  id: "timestamptz",
  label: "fields.timestamptz.label",
  accepts: (column) => (column.type === "timestamptz" ? 1 : 0),
  align: "start",
  // "Nov 20, 2026, 11:09 PM".
  width: () => 188,
  Cell: TimestamptzCell,
  Input: lazyInput("TimestamptzInput"),
  text: plainText,
  parse: parseMoment,
};
