import { useDebouncedValue } from "@mantine/hooks";
import { skipToken, useQuery } from "@tanstack/react-query";
import { rowKey, rowKeys, searchRows } from "../api/rows";
import { displayColumn, tableTitle } from "../api/tables";
import { own } from "../lib/own";
import { useCurrentTable } from "./useWorkspace";

export interface FoundRecord {
  key: string;
  label: string;
}

const FEWEST_LETTERS = 2;
const MOST_RECORDS = 6;

/** Records of the table in the address that contain `text`; empty outside a table. */
export function useRecordSearch(text: string) {
  const { source } = useCurrentTable();
  const [settled] = useDebouncedValue(text.trim(), 180);
  const ready = source && settled.length >= FEWEST_LETTERS && source.table.key.length > 0;
  const found = useQuery({
    queryKey: source ? [...rowKeys.table(source), "search", settled] : ["rows", "none"],
    queryFn: ready ? ({ signal }) => searchRows(source, settled, MOST_RECORDS, signal) : skipToken,
    staleTime: 30_000,
  });
  const display = source ? displayColumn(source.table, source.settings) : null;
  const records: FoundRecord[] = [];
  for (const row of (ready && found.data) || []) {
    const key = source ? rowKey(source.table, row) : null;
    if (key !== null) records.push({ key, label: String((display && own(row, display)) ?? key) });
  }
  return {
    source: source ?? null,
    title: source ? tableTitle(source.table, source.settings) : "",
    records,
    searching: found.isFetching || (text.trim() !== settled && text.trim().length >= FEWEST_LETTERS),
  };
}
