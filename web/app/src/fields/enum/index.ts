import { parseFilled } from "../empty";
import type { FieldDescriptor } from "../field";
import { lazyInput } from "../lazyInput";
import { plainText } from "../plainText";
import { EnumCell } from "./EnumCell";
import { optionTitle } from "./optionTitle";

export const enumeration: FieldDescriptor = {
  id: "enum",
  label: "fields.enum.label",
  accepts: (column) => (column.type === "enum" ? 2 : column.type === "text" && column.options.length > 0 ? 3 : 0),
  align: "start",
  width: () => 120,
  Cell: EnumCell,
  Input: lazyInput("EnumInput"),
  text: plainText,
  parse: (typed, { column }) =>
    parseFilled(typed, (filled) => {
      const exact = column.options.find((option) => option === filled);
      const alike = (option: string) =>
        option.toLowerCase() === filled.toLowerCase() || optionTitle(option).toLowerCase() === filled.toLowerCase();
      const found = exact ?? column.options.find(alike);
      if (found !== undefined) return { value: found };
      return column.options.length === 0 ? { value: filled } : { problem: "fields.problem.option" };
    }),
};
