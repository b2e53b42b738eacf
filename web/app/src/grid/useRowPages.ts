import { useQueries, useQuery, useQueryClient } from "@tanstack/react-query";
import type { ListView, TableRef } from "../api/rows";
import type { Page } from "../api/types";
import { type Pages, pagesFor } from "./rowPages";
import { cachedPage, cachedPages, pageQuery } from "./rowQueries";
import type { RowRange } from "./rowWindow";
import { useSettledPages } from "./useSettledPages";

export interface RowPages {
  /** The pages in view that are here. */
  pages: Pages;
  /** A page that is here, in view or not. */
  pageAt: (number: number) => Page | undefined;
  /** Numbers of all pages that are here. */
  here: () => number[];
  /** The first page of the view that is asked for but not shown yet. */
  next: Page | undefined;
  error: unknown;
  retry: () => void;
}

/** Rows beyond the drawn ones that are fetched ahead. */
const AHEAD = 30;

/**
 * The pages for the rows in `range`. While `wanted` is another view than the `shown` one, nothing more is fetched of
 * the shown view: its rows stay as they are until `next` is there. What scrolls out of view is cancelled.
 */
export function useRowPages(
  source: TableRef,
  views: { shown: ListView; wanted: ListView },
  range: RowRange,
  total: number,
): RowPages {
  const { shown, wanted } = views;
  const client = useQueryClient();
  const changing = shown !== wanted;
  const around = { first: Math.max(0, range.first - AHEAD), end: Math.min(total, range.end + AHEAD) };
  const numbers = useSettledPages(around.end > around.first ? pagesFor(around) : [0]);
  const current = useQueries({
    queries: numbers.map((number) => ({ ...pageQuery(source, shown, number), enabled: !changing })),
  });
  const first = useQuery(pageQuery(source, wanted, 0));

  const pages = new Map<number, Page>();
  if (first.data !== undefined && !changing) pages.set(0, first.data);
  current.forEach((result, index) => {
    const number = numbers[index];
    if (result.data !== undefined && number !== undefined) pages.set(number, result.data);
  });

  const asked = changing ? [first] : [first, ...current];
  return {
    pages,
    pageAt: (number) => pages.get(number) ?? cachedPage(client, source, shown, number),
    here: () => cachedPages(client, source, shown),
    next: changing ? first.data : undefined,
    error: asked.find((result) => result.error !== null && result.data === undefined)?.error ?? null,
    retry: () => {
      for (const result of asked) if (result.error !== null) void result.refetch();
    },
  };
}
