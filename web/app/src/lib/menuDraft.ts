/** The menu while somebody arranges it: every table once, hidden ones too. */
import type { Source } from "../api/sources";
import type { Settings, Table } from "../api/types";
import { humanise, lastPart } from "./humanise";
import { bySchema, sectionTitle } from "./menuSections";
import { own } from "./own";

export interface DraftSection {
  id: string;
  title: string;
  tables: string[];
}

export interface MenuDraft {
  sections: DraftSection[];
  /** What was typed or ticked, by table. */
  titles: Record<string, string>;
  hidden: string[];
}

export function guessedTitle(model: string): string {
  return humanise(lastPart(model));
}

export interface DraftTitles {
  /** Of the tables without a section and a schema. */
  rest: string;
  sources: Pick<Source, "name" | "title">[];
}

/** The menu as it is now. */
export function menuDraft(tables: Map<string, Table>, settings: Settings, titles: DraftTitles): MenuDraft {
  const named = new Set<string>();
  const sections = (settings.menu ?? []).map((section, at) => ({
    id: `s${at}`,
    title: section.title,
    tables: section.tables.filter((model) => tables.has(model) && !named.has(model) && named.add(model)),
  }));
  for (const source of [{ name: "", title: titles.rest }, ...titles.sources]) {
    const others = [...tables.values()].filter((table) => table.source === source.name && !named.has(table.model));
    bySchema(others).forEach(({ title, tables: those }, at) => {
      const models = those.map((table) => table.model).sort();
      sections.push({ id: `rest:${source.name}/${title}`, title: sectionTitle(source, title, at), tables: models });
    });
  }
  const models = [...tables.keys()];
  return {
    sections,
    titles: Object.fromEntries(models.map((model) => [model, own(settings.tables, model)?.title ?? ""])),
    hidden: models.filter((model) => own(settings.tables, model)?.hidden),
  };
}

/** The settings with this menu; all else in them stays. Tables that this person may not see keep their place. */
export function settingsWith(draft: MenuDraft, tables: Map<string, Table>, settings: Settings): Settings {
  const unseen = (title: string) =>
    settings.menu?.find((section) => section.title === title)?.tables.filter((model) => !tables.has(model)) ?? [];
  const menu = draft.sections
    .map(({ title, tables: models }) => ({ title: title.trim(), tables: [...models, ...unseen(title)] }))
    .filter((section) => section.tables.length > 0);
  const changed = new Map(Object.entries(settings.tables ?? {}));
  for (const model of tables.keys()) {
    const { title: _title, hidden: _hidden, ...others } = changed.get(model) ?? {};
    const title = own(draft.titles, model)?.trim();
    const next = { ...others, ...(title && { title }), ...(draft.hidden.includes(model) && { hidden: true }) };
    if (Object.keys(next).length > 0) changed.set(model, next);
    else changed.delete(model);
  }
  return { ...settings, menu, tables: Object.fromEntries(changed) };
}

/** `model` is put before `before` in a section, or last where that is null. */
export function moveTable(draft: MenuDraft, model: string, section: string, before: string | null): MenuDraft {
  if (model === before) return draft;
  const sections = draft.sections.map((one) => {
    const tables = one.tables.filter((other) => other !== model);
    if (one.id !== section) return { ...one, tables };
    const at = before === null ? -1 : tables.indexOf(before);
    return { ...one, tables: tables.toSpliced(at < 0 ? tables.length : at, 0, model) };
  });
  return { ...draft, sections };
}

/** One place up or down, on into the section before or after. */
export function shiftTable(draft: MenuDraft, model: string, step: 1 | -1): MenuDraft {
  const here = draft.sections.findIndex((section) => section.tables.includes(model));
  const section = draft.sections[here];
  if (!section) return draft;
  const at = section.tables.indexOf(model) + step;
  if (at >= 0 && at < section.tables.length) {
    const before = step === 1 ? section.tables[at + 1] : section.tables[at];
    return moveTable(draft, model, section.id, before ?? null);
  }
  const next = draft.sections[here + step];
  return next ? moveTable(draft, model, next.id, step === 1 ? (next.tables[0] ?? null) : null) : draft;
}

export function addSection(draft: MenuDraft, title: string): MenuDraft {
  const id = `new${draft.sections.length}-${title}`;
  return { ...draft, sections: [...draft.sections, { id, title, tables: [] }] };
}

/** An empty section goes; of another one the tables join the section before it. */
export function removeSection(draft: MenuDraft, id: string): MenuDraft {
  const at = draft.sections.findIndex((section) => section.id === id);
  const orphans = draft.sections[at]?.tables ?? [];
  const sections = draft.sections.toSpliced(at, 1);
  const heir = sections[Math.max(0, at - 1)];
  if (at < 0 || !heir) return draft;
  return {
    ...draft,
    sections: sections.map((one) => (one === heir ? { ...one, tables: [...one.tables, ...orphans] } : one)),
  };
}
