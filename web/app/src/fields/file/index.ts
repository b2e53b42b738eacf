import { parseFilled } from "../empty";
import type { FieldDescriptor } from "../field";
import { lazyCell } from "../lazyCell";
import { lazyInput } from "../lazyInput";
import { fileText } from "./path";

export const file: FieldDescriptor = {
  id: "file",
  label: "fields.file.label",
  accepts: (column) => (column.file ? 6 : 0),
  align: "start",
  width: () => 190,
  wide: () => true,
  Cell: lazyCell(async () => (await import("./FileCell")).FileCell, fileText),
  Picture: lazyCell(async () => (await import("./FileCell")).FilePicture),
  Input: lazyInput("FileInput"),
  text: fileText,
  parse: (typed) => parseFilled(typed, (value) => ({ value })),
};
