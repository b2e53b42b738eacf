import type { FieldDescriptor } from "../field";
import { lazyInput } from "../lazyInput";
import { plainText } from "../plainText";
import { DateCell } from "./DateCell";
import { parseDay } from "./parseDay";

export const date: FieldDescriptor = {
  id: "date",
  label: "fields.date.label",
  accepts: (column) => (column.type === "date" ? 1 : 0),
  align: "start",
  width: () => 120,
  Cell: DateCell,
  Input: lazyInput("DateInput"),
  text: plainText,
  parse: parseDay,
};
