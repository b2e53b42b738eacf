import { ownName } from "../api/paths";
import type { AddedSource, Source } from "../api/sources";
import { tableTitle } from "../api/tables";
import type { Settings, Table } from "../api/types";

export interface MenuEntry {
  model: string;
  title: string;
  rows: number | null;
  /** The source's name; "" of the first. */
  source: string;
}

export interface MenuSection {
  /** Empty for the tables of the default schema where nothing else needs telling apart. */
  title: string;
  /** The source that all of its tables are of, where that is not the first. */
  source?: AddedSource;
  entries: MenuEntry[];
}

/** The menu: sections of the settings first, then every table that they do not name, by source and schema. */
export function menuSections(
  tables: Map<string, Table>,
  settings: Settings,
  sources: AddedSource[] = [],
): MenuSection[] {
  const named = new Set<string>();
  const entry = (table: Table): MenuEntry => ({
    model: table.model,
    title: tableTitle(table, settings),
    rows: table.rows,
    source: table.source,
  });
  const visible = (table: Table | undefined): table is Table =>
    Boolean(table?.verbs.includes("read")) && !settings.tables?.[table?.model ?? ""]?.hidden;

  const chosen = (settings.menu ?? []).map((section) => ({
    title: section.title,
    entries: section.tables
      .filter((model) => !named.has(model) && named.add(model))
      .map((model) => tables.get(model))
      .filter(visible)
      .map(entry),
  }));

  const rest = [...tables.values()].filter((table) => !named.has(table.model) && visible(table));
  const unplaced = (source: string) =>
    bySchema(rest.filter((table) => table.source === source)).map(({ title, tables: some }) => ({
      title,
      entries: some.map(entry).sort((a, b) => a.title.localeCompare(b.title)),
    }));
  const added = sources.flatMap((source): MenuSection[] => {
    const parts = unplaced(source.name);
    // One that is away has a section too, which says so.
    if (source.error) return [{ title: source.title, source, entries: [] }];
    return parts.map(({ title, entries }, at) => ({
      title: sectionTitle(source, title, at),
      entries,
    }));
  });
  const all: MenuSection[] = [...chosen, ...unplaced(""), ...added];
  return all
    .map((section) => ({ ...section, source: section.source ?? commonSource(section.entries, sources) }))
    .filter((section) => section.entries.length > 0 || section.source);
}

/** Tables by schema, those of the default schema first. */
export function bySchema(tables: Table[]): { title: string; tables: Table[] }[] {
  const found = new Map<string, Table[]>();
  for (const table of tables) {
    const schema = table.schema ?? "";
    const those = found.get(schema);
    if (those) those.push(table);
    else found.set(schema, [table]);
  }
  // Tables of the default schema go by their bare name.
  const isDefault = ([schema, those]: [string, Table[]]) =>
    schema === "" || those.some((table) => !ownName(table).startsWith(`${schema}.`));
  return [...found]
    .sort((a, b) => Number(isDefault(b)) - Number(isDefault(a)) || a[0].localeCompare(b[0]))
    .map(([title, those]) => ({ title, tables: those }));
}

/** Of a source's tables in its schema `at`; the first source's go by the schema. */
export function sectionTitle(source: Pick<Source, "name" | "title">, schema: string, at: number): string {
  if (source.name === "") return schema || source.title;
  return at === 0 ? source.title : `${source.title} · ${schema}`;
}

function commonSource(entries: MenuEntry[], sources: AddedSource[]): AddedSource | undefined {
  const [first] = entries;
  const same = first && entries.every((entry) => entry.source === first.source);
  return same ? sources.find((source) => source.name === first.source) : undefined;
}

/** The sections with the tables whose title or name contains `text`. */
export function filterSections(sections: MenuSection[], text: string): MenuSection[] {
  const wanted = text.trim().toLowerCase();
  if (!wanted) return sections;
  const fits = (entry: MenuEntry) => `${entry.title}\n${entry.model}`.toLowerCase().includes(wanted);
  return sections
    .map((section) => ({ ...section, entries: section.entries.filter(fits) }))
    .filter((section) => section.entries.length > 0);
}

/** The table to start with, of the first source where that has any: the largest well connected one, else the largest. */
export function startTable(tables: Map<string, Table>, settings: Settings, sources: AddedSource[] = []): string | null {
  const all = menuSections(tables, settings, sources).flatMap((section) => section.entries);
  const own = all.filter((entry) => entry.source === "");
  const entries = own.length > 0 ? own : all;
  const weight = (model: string): number => {
    const table = tables.get(model);
    if (!table) return 0;
    const hasName = table.fields.some((field) => field.type === "text");
    const connections = table.links.length * (table.key.length === 1 ? 1 : 0.3) * (hasName ? 1 : 0.3);
    return Math.log10((table.rows ?? 0) + 10) * (1 + connections);
  };
  const [first, ...others] = entries;
  if (!first) return null;
  return others.reduce((best, entry) => (weight(entry.model) > weight(best.model) ? entry : best), first).model;
}
