import type { FieldDescriptor } from "../field";
import { plainJson } from "../plainText";
import { JsonCell } from "./JsonCell";
import { JsonInput } from "./JsonInput";
import { parseJson } from "./parseJson";

export const json: FieldDescriptor = {
  id: "json",
  label: "fields.json.label",
  accepts: (column) => (column.type === "json" ? 1 : 0),
  align: "start",
  width: () => 220,
  wide: () => true,
  Cell: JsonCell,
  Input: JsonInput,
  text: plainJson,
  parse: parseJson,
};
