import type { FieldDescriptor } from "../field";
import { lazyInput } from "../lazyInput";
import { PlainCell } from "../parts/PlainCell";
import { plainText } from "../plainText";
import { parseClock } from "./parseClock";

export const time: FieldDescriptor = {
  id: "time",
  label: "fields.time.label",
  accepts: (column) => (column.type === "time" ? 1 : 0),
  align: "start",
  width: () => 100,
  Cell: PlainCell,
  Input: lazyInput("TimeInput"),
  text: plainText,
  parse: parseClock,
};
