import type { FieldDescriptor } from "../field";
import { named } from "../parts/names";
import { plainText } from "../plainText";
import { ImageCell } from "./ImageCell";
import { ImageInput } from "./ImageInput";

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
  Input: ImageInput,
  text: plainText,
  parse: (typed) => ({ value: typed }),
};
