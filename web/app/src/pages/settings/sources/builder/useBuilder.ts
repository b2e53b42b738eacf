import { useState } from "react";
import type { Description } from "../../../../api/descriptions";
import type { Options, SourceKind, StoredDefinition } from "../../../../api/sourceChanges";
import type { Place } from "../../../../shell/places";
import { newDraft, optionsToSend } from "../sourceDraft";
import { useSourceForm } from "../useSourceForm";
import { leadsElsewhere, opened, toSend, toTry } from "./description";

/** What stands in the form; `text`: what somebody typed instead, where that came last. */
interface Written {
  description: Description;
  text: string | null;
}

export type Edit = (change: (before: Description) => Description) => void;
export type Builder = ReturnType<typeof useBuilder>;

/** A source whose description is made here: in a form and as a text, which say the same. */
export function useBuilder(
  place: Place,
  kind: SourceKind,
  stored: StoredDefinition | undefined,
  start: Description,
  entered: Options = {},
) {
  const [first] = useState<Written>({ description: start, text: null });
  const [written, setWritten] = useState(first);
  const { description, text } = written;
  const kept = stored?.definition.options;
  const keptText = typeof kept?.description === "string" ? kept.description : undefined;
  const form = useSourceForm(place, kind, stored, {
    draft: { title: start.title, options: { ...newDraft(kind).options, ...entered } },
    begun: !stored && Object.keys(start.collections).length > 0,
    finished: (draft) => {
      const said = written === first && keptText !== undefined ? keptText : (text ?? toSend(description, draft.title));
      return { ...draft, options: { ...draft.options, description: said } };
    },
  });
  const touched = () => {
    form.change({});
    // What was found is of what stood there.
    if (form.test.status !== "idle") form.test.reset();
  };
  const edit: Edit = (change) => {
    setWritten((before) => ({ description: change(before.description), text: null }));
    touched();
  };
  const write = (next: string) => {
    setWritten((before) => ({ ...before, text: next }));
    touched();
  };
  /** What the text says, once that is known; nothing where it was changed meanwhile. */
  const read = (of: string, said: Partial<Description>) => {
    setWritten((before) => (before.text === of ? { ...before, description: opened(said) } : before));
    if (text === of && form.draft.title === "" && said.title) form.change({ title: said.title });
  };
  /** The options with which one table is tried. */
  const optionsOf = (table: string, of = description): Options =>
    optionsToSend({ ...form.draft.options, description: toTry(of, table, form.draft.title) }, kept);
  return {
    form,
    description,
    edit,
    /** What was typed, or what is kept and nobody has touched; null where the form says it. */
    text: text ?? (written === first && keptText !== undefined ? keptText : null),
    write,
    read,
    json: toSend(description, form.draft.title),
    optionsOf,
    moved: description.address !== start.address,
    elsewhere: stored !== undefined && leadsElsewhere(description, start),
    stored,
    place,
    at: { project: place.project.id, bridge: place.bridge },
  };
}
