import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { EMPTY_VIEW, rowKeys } from "../../api/rows";
import { columnOf, displayColumn, type TableRef } from "../../api/tables";
import type { Row } from "../../api/types";
import { byCloseness } from "./byCloseness";
import { fetchFew, fetchFirst, nameOf } from "./related";

const SHOWN = 20;
const DEBOUNCE_MS = 180;

interface Choices {
  rows: Row[];
  /** Among how many rows the bridge itself looked; undefined where the source searched. */
  scanned: number | undefined;
}

/** Rows to choose from: those that `search` finds, with the one whose key it is in front. */
export function useChoices(target: TableRef, search: string, columns: string[], enabled: boolean) {
  const [text] = useDebouncedValue(search.trim(), DEBOUNCE_MS);
  const display = displayColumn(target.table, target.settings);
  const wanted = [...new Set([...columns, ...(display ? [display] : [])])];

  return useQuery({
    queryKey: [...rowKeys.table(target), "choices", text],
    queryFn: async ({ signal }): Promise<Choices> => {
      const view = { ...EMPTY_VIEW, columns: wanted };
      const found = fetchFirst(target, { ...view, search: text }, SHOWN, signal).then(({ results, scanned }) => ({
        rows: byCloseness(results, text, (row) => nameOf(target, row)),
        scanned,
      }));
      const key = keyColumn(target, text);
      if (!key) return found;
      const filters = [{ column: key, op: "eq" as const, value: Number(text) }];
      const exact = await fetchFew(target, { ...view, filters }, 1, signal);
      const { rows, scanned } = await found;
      return { rows: [...exact, ...rows.filter((row) => row[key] !== Number(text))], scanned };
    },
    enabled,
    placeholderData: keepPreviousData,
    staleTime: 10_000,
  });
}

/** The key that a typed number can be. */
function keyColumn(target: TableRef, text: string): string | null {
  const [key, ...others] = target.table.key;
  if (!key || others.length > 0 || !/^\d{1,15}$/.test(text)) return null;
  return columnOf(target.table, key)?.type === "integer" ? key : null;
}
