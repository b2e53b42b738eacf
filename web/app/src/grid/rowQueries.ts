/** Pages of rows in the query cache: how they are asked for, changed in place and forgotten. */
import { type QueryClient, queryOptions } from "@tanstack/react-query";
import { EMPTY_VIEW, type FilterItem, fetchPage, type ListView, rowKey, rowKeys, type TableRef } from "../api/rows";
import type { Page, Row } from "../api/types";
import { own } from "../lib/own";
import { PAGE_SIZE } from "./rowPages";

const FRESH_MS = 30_000;
/** Pages that are kept although no grid shows them. */
const KEPT_PAGES = 40;

export function pageQuery(ref: TableRef, view: ListView, number: number) {
  return queryOptions({
    queryKey: [...rowKeys.list(ref, view), "page", number] as const,
    queryFn: ({ signal, client }) => {
      forgetOldPages(client, ref);
      return fetchPage(ref, view, number * PAGE_SIZE, PAGE_SIZE, signal);
    },
    staleTime: FRESH_MS,
  });
}

/** A row as lists show it, with the names of the rows it leads to; what is written comes back without them. */
export async function fetchListed(ref: TableRef, row: Row): Promise<Row | undefined> {
  const filters = ref.table.key.map((column): FilterItem => ({ column, op: "eq", value: own(row, column) ?? null }));
  return (await fetchPage(ref, { ...EMPTY_VIEW, filters }, 0, 1)).results[0];
}

/** The page as it is in the cache, also when it is out of view. */
export function cachedPage(client: QueryClient, ref: TableRef, view: ListView, number: number): Page | undefined {
  return client.getQueryData(pageQuery(ref, view, number).queryKey);
}

/** Numbers of the pages of a view that are in the cache. */
export function cachedPages(client: QueryClient, ref: TableRef, view: ListView): number[] {
  const found = client.getQueriesData<Page>({ queryKey: [...rowKeys.list(ref, view), "page"] });
  const numbers = found.filter(([, page]) => page !== undefined).map(([key]) => Number(key.at(-1)));
  return numbers.sort((one, other) => one - other);
}

/** Changes a row wherever a list shows it; the others keep their identity, so that only it is drawn again. */
export function changeRow(client: QueryClient, ref: TableRef, key: string, change: (row: Row) => Row): void {
  client.setQueriesData<Page>({ queryKey: [...rowKeys.table(ref), "list"] }, (page) => {
    const at = page?.results?.findIndex((row) => rowKey(ref.table, row) === key) ?? -1;
    if (page === undefined || at < 0) return page;
    return { ...page, results: page.results.map((row, index) => (index === at ? change(row) : row)) };
  });
}

/** Forgets the pages that were looked at longest ago: a walk over millions of rows must not fill the memory. */
function forgetOldPages(client: QueryClient, ref: TableRef): void {
  const idle = client
    .getQueryCache()
    .findAll({ queryKey: [...rowKeys.table(ref), "list"], type: "inactive" })
    .sort((one, other) => other.state.dataUpdatedAt - one.state.dataUpdatedAt);
  for (const query of idle.slice(KEPT_PAGES)) client.getQueryCache().remove(query);
}
