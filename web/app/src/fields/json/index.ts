import type { FieldDescriptor } from "../field";
import { lazyInput } from "../lazyInput";
import { plainJson } from "../plainText";
import { JsonCell } from "./JsonCell";
import { parseJson } from "./parseJson";

export const json: FieldDescriptor = {
  id: "json",
  label: "fields.json.label",
  // A geometry is GeoJSON.
  accepts: (column) => (column.type === "json" || column.type === "geometry" ? 1 : 0),
  align: "start",
  width: () => 220,
  wide: () => true,
  Cell: JsonCell,
  Input: lazyInput("JsonInput"),
  text: plainJson,
  parse: parseJson,
};
