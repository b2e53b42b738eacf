import type { FieldDescriptor } from "../field";
import { MonoCell } from "../parts/MonoCell";
import { plainText } from "../plainText";
import { parseUuid } from "./parseUuid";
import { UuidInput } from "./UuidInput";

export const uuid: FieldDescriptor = {
  id: "uuid",
  label: "fields.uuid.label",
  accepts: (column) => (column.type === "uuid" ? 1 : 0),
  align: "start",
  width: () => 270,
  wide: () => true,
  Cell: MonoCell,
  Input: UuidInput,
  text: plainText,
  parse: parseUuid,
};
