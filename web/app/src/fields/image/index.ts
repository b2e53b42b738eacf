import type { FieldDescriptor } from "../field";
import { lazyInput } from "../lazyInput";
import { named } from "../parts/names";
import { plainText } from "../plainText";
import { ImageCell } from "./ImageCell";

const NAMES = ["image", "photo", "picture", "avatar", "thumbnail", "thumb", "logo", "icon", "cover"];

export const image: FieldDescriptor = {
  id: "image",
  label: "fields.image.label",
  accepts: (column) => (column.type === "text" && named(column.name, NAMES) ? 3 : 0),
  align: "start",
  width: () => 130,
  wide: () => true,
  emptyIsValue: true,
  Cell: ImageCell,
  Input: lazyInput("ImageInput"),
  text: plainText,
  parse: (typed) => ({ value: typed }),
};
