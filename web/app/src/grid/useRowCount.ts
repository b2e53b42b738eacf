import { useQuery } from "@tanstack/react-query";
import { fetchCount, type ListView, rowKeys, type TableRef } from "../api/rows";

const FRESH_MS = 60_000;

/**
 * How many rows a view has, asked for by itself once its first rows are there: to count may take far longer than to
 * read. Undefined while nobody knows; another view cancels it, and a database that refuses leaves the estimate.
 */
export function useRowCount(source: TableRef, view: ListView, wanted: boolean): number | undefined {
  const query = useQuery({
    queryKey: rowKeys.count(source, view),
    queryFn: ({ signal }) => fetchCount(source, view, signal),
    enabled: wanted,
    staleTime: FRESH_MS,
    retry: false,
  });
  return wanted ? (query.data ?? undefined) : undefined;
}
