import type { QueryClient } from "@tanstack/react-query";
import { rowKeys } from "../api/rows";
import type { TableRef } from "../api/tables";

/** After a change every list of the database is asked again: other tables show this row's name and count it. */
export function refreshRows(queries: QueryClient, source: TableRef): Promise<void> {
  const [rows, bridge] = rowKeys.table(source);
  return queries.invalidateQueries({ queryKey: [rows, bridge] });
}
