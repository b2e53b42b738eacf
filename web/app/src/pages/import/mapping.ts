/** Which columns of a file go where: what can be chosen, and what is guessed by their names. */
import type { FilePreview, ImportMode, ImportPlan } from "../../api/imports";
import { columnOf, columnTitle, displayColumn, refTo, relationOf, type TableRef } from "../../api/tables";
import type { Column, Relation } from "../../api/types";
import { contextFor } from "../../fields/registry";

export interface ImportTarget {
  /** `total`, or `customer.name`, by which the related row is found. */
  path: string;
  title: string;
}

export type Mapping = ImportPlan["map"];

/** The ways in which the role may import into the table. */
export function importModes({ table }: TableRef): ImportMode[] {
  const add = table.verbs.includes("create");
  const update = table.verbs.includes("update") && table.key.length > 0;
  return [
    ...(add ? ["add" as const] : []),
    ...(update ? ["update" as const] : []),
    ...(add && update ? ["both" as const] : []),
  ];
}

/** Columns that a line may bring in this mode: those that may be set, and those by which its row can be found. */
export function importTargets(source: TableRef, mode: ImportMode): ImportTarget[] {
  const { table } = source;
  const settable = (column: Column) =>
    (mode !== "update" && column.creatable) || (mode !== "add" && (column.updatable || column.ops.includes("eq")));
  const targets: ImportTarget[] = [];
  for (const column of table.fields.filter(settable)) {
    const { title } = contextFor(source, column.name);
    targets.push({ path: column.name, title });
    const link = relationOf(table, column.name);
    if (link) targets.push(...pathsThrough(source, link, title));
  }
  return targets;
}

function pathsThrough(source: TableRef, link: Relation, title: string): ImportTarget[] {
  const target = refTo(source, link.target);
  if (!target) return [];
  const single = target.table.unique.filter((columns) => columns.length === 1).flat();
  const names = new Set([displayColumn(target.table, source.settings), ...single]);
  return [...names]
    .filter((name) => name !== null && !link.target_columns.includes(name))
    .filter((name) => columnOf(target.table, name ?? "")?.ops.includes("in"))
    .map((name) => ({
      path: `${link.name}.${name}`,
      title: `${title} → ${columnTitle(target.table, name ?? "", source.settings)}`,
    }));
}

/** Columns by which lines can find their rows, of those that the file brings. */
export function matchColumns({ table }: TableRef, mapping: Mapping): Column[] {
  const brought = new Set(Object.values(mapping));
  return table.fields.filter((column) => brought.has(column.name) && column.ops.includes("eq"));
}

/** The key where the file brings it, else a unique column of it; nothing where it brings neither. */
export function guessMatch(source: TableRef, mapping: Mapping): string[] {
  const brought = new Set(Object.values(mapping));
  const { key, unique } = source.table;
  return [key, ...unique].find((columns) => columns.length > 0 && columns.every((name) => brought.has(name))) ?? [];
}

/** By their names, each target once. A foreign key whose cells are no numbers is taken for the name of a row. */
export function guessMapping(source: TableRef, preview: FilePreview, targets: ImportTarget[]): Mapping {
  const taken = new Set<string>();
  const mapped = preview.columns.map((name, at): [string, string | null] => {
    const cells = preview.lines.map((line) => line.cells[at] ?? null);
    const found = guess(source, name, cells, targets);
    const place = found && filled(source, found);
    const target = found && place && !taken.has(place) ? found : null;
    if (place) taken.add(place);
    return [name, target];
  });
  return Object.fromEntries(mapped);
}

function guess(source: TableRef, name: string, cells: (string | null)[], targets: ImportTarget[]): string | null {
  const exact = targets.find(({ path }) => path === name);
  const alike = exact ?? targets.find(({ path, title }) => [path, title].some((one) => plain(one) === plain(name)));
  if (!alike || exact) return alike?.path ?? null;
  const numeric = columnOf(source.table, alike.path)?.type === "integer";
  const named = numeric && cells.some((cell) => cell !== null && !/^\s*-?\d+\s*$/.test(cell));
  const link = named ? relationOf(source.table, alike.path) : null;
  return targets.find(({ path }) => link && path.startsWith(`${link.name}.`))?.path ?? alike.path;
}

/** The column that a path fills: a foreign key and the name behind it are one. */
function filled({ table }: TableRef, path: string): string {
  const link = table.links.find(({ name }) => path.startsWith(`${name}.`));
  return link?.columns[0] ?? path;
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
}
