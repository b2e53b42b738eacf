import { useQueryClient } from "@tanstack/react-query";
import { type ListView, rowKey, type TableRef } from "../../api/rows";
import { cachedPage, cachedPages, pageQuery } from "../../grid/rowQueries";

/** From an open record to the next or the previous one of the list behind it, page by page. */
export function useWalk(source: TableRef, view: ListView, from: string | undefined, go: (key: string) => void) {
  const client = useQueryClient();
  const keyAt = async (page: number, at: number): Promise<string | null> => {
    const rows = page < 0 ? undefined : (await client.fetchQuery(pageQuery(source, view, page)))?.results;
    const row = rows?.at(at);
    return row ? rowKey(source.table, row) : null;
  };
  return async (step: 1 | -1): Promise<void> => {
    for (const page of cachedPages(client, source, view)) {
      const rows = cachedPage(client, source, view, page)?.results ?? [];
      const here = rows.findIndex((row) => rowKey(source.table, row) === from);
      if (here < 0) continue;
      const next = here + step;
      const beside = rows[next];
      const key = beside ? rowKey(source.table, beside) : await keyAt(page + step, step === 1 ? 0 : -1);
      if (key !== null) go(key);
      return;
    }
  };
}
