/** The to-many relations of a row: what they are called and where their rows are. */
import { type ListView, related } from "../api/rows";
import { columnOf, displayColumn, shownColumns, type TableRef, tableTitle } from "../api/tables";
import type { Relation, Row } from "../api/types";
import { contextFor, fieldOf } from "../fields/registry";
import { humanise } from "../lib/humanise";

export interface RelatedTable {
  link: Relation;
  ref: TableRef;
  view: ListView;
  title: string;
  /** What a new row of it begins with: the key that makes it belong here. */
  preset: Row;
}

/** Those that the caller may see and that lead somewhere. */
export function relatedTables(source: TableRef, row: Row): RelatedTable[] {
  const links = source.table.links.filter((link) => link.many);
  return links.flatMap((link) => {
    const found = related(source, link, row);
    if (!found) return [];
    const twins = links.filter((other) => other.target === link.target).length > 1;
    const table = tableTitle(found.ref.table, source.settings);
    const by = humanise(link.target_columns.at(-1)?.replace(/_?id$/i, "") ?? "");
    const preset = Object.fromEntries(
      link.target_columns.map((column, at) => [column, row[link.columns[at] ?? ""] ?? null]),
    );
    return [{ link, ...found, title: twins ? `${table} · ${by}` : table, preset }];
  });
}

const COLUMNS = 5;
const HEAVY = ["json", "bytes", "array", "geometry", "long_text", "image"];

/** The columns of the small list: the name first, then the next that say something and are not the way back. */
export function listColumns({ ref, link }: RelatedTable): string[] {
  const display = displayColumn(ref.table, ref.settings);
  const others = shownColumns(ref.table, ref.settings)
    .map((column) => column.name)
    .filter((name) => name !== display && !link.target_columns.includes(name))
    .filter((name) => !HEAVY.includes(fieldOf(contextFor(ref, name)).id));
  const named = display && columnOf(ref.table, display) && !link.target_columns.includes(display) ? [display] : [];
  const weigh = (name: string) => (ref.table.key.includes(name) && !contextFor(ref, name).relation ? 1 : 0);
  return [...named, ...others.sort((a, b) => weigh(a) - weigh(b))].slice(0, COLUMNS);
}
