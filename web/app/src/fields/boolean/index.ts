import { parseFilled } from "../empty";
import type { FieldDescriptor } from "../field";
import { lazyInput } from "../lazyInput";
import { plainText } from "../plainText";
import { BooleanCell } from "./BooleanCell";

const YES = ["true", "t", "yes", "y", "1", "on"];
const NO = ["false", "f", "no", "n", "0", "off"];

export const boolean: FieldDescriptor = {
  id: "boolean",
  label: "fields.boolean.label",
  accepts: (column) => (column.type === "boolean" ? 1 : 0),
  align: "start",
  width: () => 90,
  Cell: BooleanCell,
  Input: lazyInput("BooleanInput"),
  text: plainText,
  parse: (typed) =>
    parseFilled(typed, (filled) => {
      const word = filled.toLowerCase();
      if (YES.includes(word)) return { value: true };
      return NO.includes(word) ? { value: false } : { problem: "fields.problem.boolean" };
    }),
};
