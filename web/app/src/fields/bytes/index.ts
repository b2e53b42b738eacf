import type { FieldDescriptor } from "../field";
import { lazyInput } from "../lazyInput";
import { plainText } from "../plainText";
import { BytesCell } from "./BytesCell";
import { bytesText, parseBase64 } from "./bytes";

export const bytes: FieldDescriptor = {
  id: "bytes",
  label: "fields.bytes.label",
  accepts: (column) => (column.type === "bytes" ? 1 : 0),
  align: "start",
  width: () => 140,
  wide: () => true,
  Cell: BytesCell,
  Input: lazyInput("BytesInput"),
  text: (value) => (typeof value === "string" ? plainText(value) : bytesText(value)),
  parse: parseBase64,
};
