/** Columns that a filter may name: the table's own, and those of rows one step away. */
import { columnOf, columnTitle, refTo, shownColumns, type TableRef } from "../api/tables";
import type { Column, Relation } from "../api/types";
import { humanise } from "./humanise";

export interface FilterTarget {
  /** `status`, or `customer.country`. */
  path: string;
  /** The table that the column stands in. */
  source: TableRef;
  column: Column;
  /** "Status", "Customer → Country". */
  title: string;
}

/** A relation reads as the column that is its key: a relation's own name is the bridge's invention. */
function relationTitle(source: TableRef, link: Relation): string {
  const [column] = link.columns;
  return column && link.columns.length === 1 ? columnTitle(source.table, column, source.settings) : humanise(link.name);
}

/** Where a path leads; null where it leads nowhere, or through what this person may not see. */
export function filterTarget(source: TableRef, path: string): FilterTarget | null {
  const steps = path.split(".");
  const name = steps.pop() ?? "";
  const titles: string[] = [];
  let owner = source;
  for (const step of steps) {
    const link = owner.table.links.find((one) => one.name === step && !one.many);
    const next = link && refTo(owner, link.target);
    if (!link || !next) return null;
    titles.push(relationTitle(owner, link));
    owner = next;
  }
  const column = columnOf(owner.table, name);
  if (!column) return null;
  titles.push(columnTitle(owner.table, name, owner.settings));
  return { path, source: owner, column, title: titles.join(" → ") };
}

export interface FilterGroup {
  /** Null for the table's own columns. */
  title: string | null;
  targets: FilterTarget[];
}

function filterable(source: TableRef, prefix: string): string[] {
  return shownColumns(source.table, source.settings)
    .filter((column) => column.ops.length > 0)
    .map((column) => prefix + column.name);
}

export function filterGroups(source: TableRef): FilterGroup[] {
  const known = (paths: string[]) =>
    paths.map((path) => filterTarget(source, path)).filter((one): one is FilterTarget => one !== null);
  const groups: FilterGroup[] = [{ title: null, targets: known(filterable(source, "")) }];
  for (const link of source.table.links) {
    const target = link.many || link.filters === false ? null : refTo(source, link.target);
    if (target)
      groups.push({ title: relationTitle(source, link), targets: known(filterable(target, `${link.name}.`)) });
  }
  return groups.filter((group) => group.targets.length > 0);
}
