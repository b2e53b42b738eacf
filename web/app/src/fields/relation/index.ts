import type { FieldDescriptor } from "../field";
import { parseNumber } from "../number/parseNumber";
import { plainText } from "../plainText";
import { RelationCell } from "./RelationCell";
import { RelationInput } from "./RelationInput";

export const relation: FieldDescriptor = {
  id: "relation",
  label: "fields.relation.label",
  accepts: (_column, to) => (to && !to.many ? 5 : 0),
  align: "start",
  width: () => 170,
  wide: () => true,
  Cell: RelationCell,
  Input: RelationInput,
  text: plainText,
  parse: (typed, { column }) =>
    ["integer", "decimal", "float"].includes(column.type)
      ? parseNumber(typed, column)
      : { value: typed === "" ? null : typed },
};
