import type { FieldDescriptor } from "../field";
import { lazyInput } from "../lazyInput";
import { MonoCell } from "../parts/MonoCell";
import { plainText } from "../plainText";
import { parseUuid } from "./parseUuid";

export const uuid: FieldDescriptor = {
  id: "uuid",
  label: "fields.uuid.label",
  accepts: (column) => (column.type === "uuid" ? 1 : 0),
  align: "start",
  width: () => 270,
  wide: () => true,
  Cell: MonoCell,
  Input: lazyInput("UuidInput"),
  text: plainText,
  parse: parseUuid,
};
