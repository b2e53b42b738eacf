import type { FieldDescriptor } from "../field";
import { lazyInput } from "../lazyInput";
import { parseNumber } from "../number/parseNumber";
import { plainText } from "../plainText";
import { RelationCell } from "./RelationCell";

export const relation: FieldDescriptor = {
  id: "relation",
  label: "fields.relation.label",
  accepts: (_column, to) => (to && !to.many ? 5 : 0),
  align: "start",
  width: () => 170,
  wide: () => true,
  Cell: RelationCell,
  Input: lazyInput("RelationInput"),
  text: plainText,
  parse: (typed, { column }) =>
    ["integer", "decimal", "float"].includes(column.type)
      ? parseNumber(typed, column)
      : { value: typed === "" ? null : typed },
};
