import type { FieldDescriptor } from "../field";
import { lazyInput } from "../lazyInput";
import { named } from "../parts/names";
import { PlainCell } from "../parts/PlainCell";
import { plainText } from "../plainText";

const NAMES = [
  "note",
  "notes",
  "description",
  "body",
  "content",
  "comment",
  "comments",
  "bio",
  "summary",
  "message",
  "remarks",
  "markdown",
];

export const longText: FieldDescriptor = {
  id: "long_text",
  label: "fields.longText.label",
  accepts: (column) => {
    if (column.type !== "text") return 0;
    if (column.length !== null) return column.length > 255 ? 2 : 0;
    return named(column.name, NAMES) || /^(medium|long)text$/i.test(column.native) ? 2 : 0;
  },
  align: "start",
  width: () => 280,
  wide: () => true,
  emptyIsValue: true,
  Cell: PlainCell,
  Input: lazyInput("LongTextInput"),
  text: plainText,
  parse: (typed) => ({ value: typed }),
};
