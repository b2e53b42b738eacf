import type { TFunction } from "i18next";
import type { SourceKind } from "../../../api/sourceChanges";
import { fieldErrors } from "../../fieldErrors";

/** What the server says of single fields, behind what they are called. */
export function wrongFields({ options }: SourceKind, error: unknown, t: TFunction): Record<string, string> {
  const labels = Object.fromEntries(options.map(({ name, label }) => [`options/${name}`, label]));
  const said = Object.entries(fieldErrors(error));
  return Object.fromEntries(said.map(([name, detail]) => [name, `${labels[name] ?? t(`sources.${name}`)} ${detail}`]));
}
