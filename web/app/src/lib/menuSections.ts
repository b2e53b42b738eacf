import { tableTitle } from "../api/tables";
import type { Settings, Table } from "../api/types";

export interface MenuEntry {
  model: string;
  title: string;
  rows: number | null;
}

export interface MenuSection {
  /** Empty for the tables of the default schema where nothing else needs telling apart. */
  title: string;
  entries: MenuEntry[];
}

/** The menu: sections of the settings first, then every table that they do not name, by schema. */
export function menuSections(tables: Map<string, Table>, settings: Settings): MenuSection[] {
  const named = new Set<string>();
  const entry = (table: Table): MenuEntry => ({
    model: table.model,
    title: tableTitle(table, settings),
    rows: table.rows,
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

  const bySchema = new Map<string, MenuEntry[]>();
  for (const table of tables.values()) {
    if (named.has(table.model) || !visible(table)) continue;
    const schema = table.schema ?? "";
    bySchema.set(schema, [...(bySchema.get(schema) ?? []), entry(table)]);
  }
  // Tables of the default schema go by their bare name.
  const isDefault = ([schema, entries]: [string, MenuEntry[]]) =>
    schema === "" || entries.some((entry) => !entry.model.startsWith(`${schema}.`));
  const rest = [...bySchema.entries()]
    .sort((a, b) => Number(isDefault(b)) - Number(isDefault(a)) || a[0].localeCompare(b[0]))
    .map(([title, entries]) => ({ title, entries: entries.sort((a, b) => a.title.localeCompare(b.title)) }));
  return [...chosen, ...rest].filter((section) => section.entries.length > 0);
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

/** The table to start with: the largest one that is well connected, else the largest. */
export function startTable(tables: Map<string, Table>, settings: Settings): string | null {
  const entries = menuSections(tables, settings).flatMap((section) => section.entries);
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
