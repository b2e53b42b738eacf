import type { FieldDescriptor } from "../field";
import { lazyInput } from "../lazyInput";
import { named } from "../parts/names";
import { plainText } from "../plainText";
import { LinkCell } from "./LinkCell";

const NAMES = ["url", "uri", "link", "website", "homepage", "email", "mail", "href"];

export const link: FieldDescriptor = {
  id: "link",
  label: "fields.link.label",
  accepts: (column) => (column.type === "text" && named(column.name, NAMES) ? 2 : 0),
  align: "start",
  width: () => 220,
  wide: () => true,
  emptyIsValue: true,
  Cell: LinkCell,
  Input: lazyInput("LinkInput"),
  text: plainText,
  parse: (typed) => ({ value: typed }),
};
