import type { FieldDescriptor } from "../field";
import { lazyInput } from "../lazyInput";
import { plainText } from "../plainText";
import { IntervalCell } from "./IntervalCell";
import { parseInterval } from "./parseInterval";

export const interval: FieldDescriptor = {
  id: "interval",
  label: "fields.interval.label",
  accepts: (column) => (column.type === "interval" ? 1 : 0),
  align: "start",
  width: () => 130,
  Cell: IntervalCell,
  Input: lazyInput("IntervalInput"),
  text: plainText,
  parse: parseInterval,
};
