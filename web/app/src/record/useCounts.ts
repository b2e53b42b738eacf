import { useQueries } from "@tanstack/react-query";
import { fetchCount, rowKeys } from "../api/rows";
import type { RelatedTable } from "./relations";

/** More relations than this are counted when they are opened: a hub table may have a hundred. */
const MOST = 12;

/** How many rows each relation has; undefined while nobody knows, null where it is not said. */
export function useCounts(relations: RelatedTable[]): (number | null | undefined)[] {
  const queries = useQueries({
    queries: relations.slice(0, MOST).map(({ ref, view }) => ({
      queryKey: rowKeys.count(ref, view),
      queryFn: ({ signal }: { signal: AbortSignal }) => fetchCount(ref, view, signal),
      staleTime: 30_000,
    })),
  });
  return relations.map((_relation, at) => queries[at]?.data);
}
