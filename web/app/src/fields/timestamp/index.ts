import type { FieldDescriptor } from "../field";
import { lazyInput } from "../lazyInput";
import { plainText } from "../plainText";
import { parseStamp } from "./stamp";
import { TimestampCell } from "./TimestampCell";

export const timestamp: FieldDescriptor = {
  id: "timestamp",
  label: "fields.timestamp.label",
  accepts: (column) => (column.type === "timestamp" ? 1 : 0),
  align: "start",
  // "Nov 20, 2026, 11:09 PM".
  width: () => 188,
  Cell: TimestampCell,
  Input: lazyInput("TimestampInput"),
  text: plainText,
  parse: parseStamp,
};
