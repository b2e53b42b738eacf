/** Pages of rows: which are needed for the rows in view, and how many rows there are at all. */
import type { Page, Row } from "../api/types";
import type { RowRange } from "./rowWindow";

export const PAGE_SIZE = 100;

export type Pages = ReadonlyMap<number, Page>;

export interface Total {
  rows: number;
  /** `unknown`: at least this many, more come as pages arrive. */
  kind: "exact" | "estimated" | "unknown";
}

/** Page numbers, from 0, that hold the rows of `range`. */
export function pagesFor(range: RowRange): number[] {
  if (range.end <= range.first) return [];
  const first = Math.floor(range.first / PAGE_SIZE);
  const last = Math.floor((range.end - 1) / PAGE_SIZE);
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

export function rowAt(pageAt: (number: number) => Page | undefined, index: number): Row | undefined {
  return pageAt(Math.floor(index / PAGE_SIZE))?.results[index % PAGE_SIZE];
}

/**
 * What page `number` says about the number of rows, joined with what was known before; where nothing was, an estimate
 * that the table brings along is better than nothing.
 */
export function totalWith(known: Total | null, number: number, page: Page, estimate: number | null = null): Total {
  const end = number * PAGE_SIZE + page.results.length;
  if (!page.has_more && (page.results.length > 0 || number === 0)) return { rows: end, kind: "exact" };
  if (!page.has_more) return { rows: Math.min(known?.rows ?? end, end), kind: "unknown" };
  const more = end + PAGE_SIZE;
  if (known !== null) return { rows: Math.max(known.rows, known.kind === "exact" ? end : more), kind: known.kind };
  return estimate !== null && estimate > end ? { rows: estimate, kind: "estimated" } : { rows: more, kind: "unknown" };
}
