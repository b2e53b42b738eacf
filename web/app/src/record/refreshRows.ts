import type { QueryClient } from "@tanstack/react-query";
import { rowKeys } from "../api/rows";
import type { TableRef } from "../api/tables";

/**
 * After a change every list of the database is asked again: other tables show this row's name and count it. Rows that
 * are `gone` are only marked: a page that still shows one for a moment must not ask for what is no more.
 */
export async function refreshRows(
  queries: QueryClient,
  source: TableRef,
  gone: ReadonlySet<string> = NONE,
): Promise<void> {
  const queryKey = rowKeys.bridge(source.bridge.id);
  const lost = new Set([...gone].map((key) => JSON.stringify(rowKeys.row(source, key))));
  const isLost = (key: readonly unknown[]) => lost.has(JSON.stringify(key));
  await Promise.all([
    queries.invalidateQueries({ queryKey, predicate: (query) => !isLost(query.queryKey) }),
    queries.invalidateQueries({ queryKey, predicate: (query) => isLost(query.queryKey), refetchType: "none" }),
  ]);
}

const NONE: ReadonlySet<string> = new Set();
