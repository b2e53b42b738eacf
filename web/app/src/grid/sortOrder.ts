/** What a click on a header does to the order of the rows. */

export interface SortColumn {
  column: string;
  descending: boolean;
}

export type SortDirection = "ascending" | "descending" | null;

export function directionOf(order: readonly SortColumn[], column: string): SortDirection {
  const found = order.find((item) => item.column === column);
  if (found === undefined) return null;
  return found.descending ? "descending" : "ascending";
}

/** Ascending, then descending, then not at all. `add` keeps the other columns of the order. */
export function toggleSort(order: readonly SortColumn[], column: string, add: boolean): SortColumn[] {
  const next = { ascending: "descending", descending: null } as const;
  const direction = directionOf(order, column);
  return setSort(order, column, direction === null ? "ascending" : next[direction], add);
}

export function setSort(
  order: readonly SortColumn[],
  column: string,
  direction: SortDirection,
  add: boolean,
): SortColumn[] {
  const item = { column, descending: direction === "descending" };
  if (!add) return direction === null ? [] : [item];
  if (direction === null) return order.filter((other) => other.column !== column);
  if (directionOf(order, column) === null) return [...order, item];
  return order.map((other) => (other.column === column ? item : other));
}
