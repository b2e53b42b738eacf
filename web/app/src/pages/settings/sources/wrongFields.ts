import type { TFunction } from "i18next";
import type { SourceKind } from "../../../api/sourceChanges";
import { fieldErrors } from "../../fieldErrors";

const SENTENCE = /^\p{Lu}/u;

/** What the server says of single fields: a sentence as it is, anything else behind what the field is called. */
export function wrongFields({ options }: SourceKind, error: unknown, t: TFunction): Record<string, string> {
  const labels = Object.fromEntries(options.map(({ name, label }) => [`options/${name}`, label]));
  const called = (name: string) => labels[name] ?? t(`sources.${name}`);
  const said = Object.entries(fieldErrors(error));
  return Object.fromEntries(
    said.map(([name, detail]) => [name, SENTENCE.test(detail) ? detail : `${called(name)} ${detail}`]),
  );
}
