/** A source while somebody describes it: what stands in the form, and what of it is sent. */
import type { Definition, KeptSecret, OptionField, Options, OptionValue, SourceKind } from "../../../api/sourceChanges";

export interface SourceDraft {
  /** Null as long as it follows from the title. */
  name: string | null;
  title: string;
  colour: string;
  options: Options;
  tables: "all" | string[];
}

export function newDraft({ options }: SourceKind): SourceDraft {
  const usual = options.map((field) => [field.name, field.default ?? (field.type === "switch" ? false : "")]);
  return { name: null, title: "", colour: "", options: Object.fromEntries(usual), tables: "all" };
}

export function draftOf({ name, title, colour, options, tables }: Definition): SourceDraft {
  return { name, title, colour, options, tables };
}

export function isKept(value: OptionValue | undefined): value is KeptSecret {
  return typeof value === "object" && value !== null;
}

/** Whether secrets that are kept are for another address than that of the draft. */
export function isElsewhere(fields: OptionField[], draft: Options, stored: Options): boolean {
  return fields.some(({ name, binds }) => binds && draft[name] !== stored[name]);
}

/** The options to send: of a new source those that say something, else those that differ. */
export function optionsToSend(draft: Options, stored: Options | undefined): Options {
  const said = Object.entries(draft).filter(([name, value]) =>
    stored ? !isKept(value) && (value ?? "") !== (stored[name] ?? "") : value !== "",
  );
  return Object.fromEntries(said.map(([name, value]) => [name, value === "" ? null : value]));
}

/** What differs from the source as it is kept. */
export function changesOf(draft: SourceDraft, stored: Definition): Partial<Definition> {
  const options = optionsToSend(draft.options, stored.options);
  const tables = draft.tables === "all" ? "all" : draft.tables.toSorted();
  return {
    ...(draft.title.trim() !== stored.title && { title: draft.title.trim() }),
    ...(draft.colour !== stored.colour && { colour: draft.colour }),
    ...(Object.keys(options).length > 0 && { options }),
    ...(JSON.stringify(tables) !== JSON.stringify(stored.tables) && { tables }),
  };
}

/** A name that a source can have: "Stripe (EU)" → `stripe-eu`; "" where nothing of it is left. */
export function sourceName(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^[^a-z]+/, "")
    .slice(0, 40)
    .replace(/-+$/, "");
}
