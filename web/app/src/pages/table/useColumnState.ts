import { useLocalStorage } from "@mantine/hooks";
import { useMemo } from "react";
import { displayColumn, shownColumns, type TableRef } from "../../api/tables";
import { type ColumnState, emptyColumnState, orderedColumns } from "../../grid/columnState";

/** Wide tables start with this many columns; the others are a click away. */
const MOST_AT_FIRST = 40;

function stateOfAddress(columns: string, names: string[], own: ColumnState): ColumnState {
  const wanted = columns.split(",").filter((name) => names.includes(name));
  if (wanted.length === 0) return own;
  return { ...own, order: wanted, hidden: names.filter((name) => !wanted.includes(name)) };
}

function shownOf(state: ColumnState, names: string[]): string {
  return orderedColumns(state, names)
    .filter((name) => !state.hidden.includes(name))
    .join(",");
}

/** What the address says of the columns after a change: nothing where they are as the table has them. */
export function addressOf(
  before: ColumnState,
  after: ColumnState,
  table: { names: string[]; initial: ColumnState },
  inAddress: string | undefined,
): string | undefined {
  const { names, initial } = table;
  const shown = shownOf(after, names);
  if (shown === shownOf(initial, names)) return undefined;
  return shown === shownOf(before, names) ? inAddress : shown;
}

/**
 * A person's own columns of a table, kept in this browser: names and widths, never values. Where the address names
 * columns, those hold, as for whoever sent it.
 */
export function useColumnState(source: TableRef, inAddress: string | undefined) {
  const { bridge, table, settings } = source;
  const names = useMemo(() => shownColumns(table, settings).map((column) => column.name), [table, settings]);
  const naming = displayColumn(table, settings);
  const initial = useMemo(() => {
    const hidden = names.slice(MOST_AT_FIRST).filter((name) => name !== naming);
    // What names a row stays in view while the rest scrolls sideways.
    return { ...emptyColumnState, hidden, pinned: names.filter((name) => name === naming) };
  }, [names, naming]);
  // Null until something is changed: whoever changed nothing goes along with the table's settings.
  const [kept, setKept] = useLocalStorage<ColumnState | null>({
    key: `jetway:columns:${bridge.id}:${table.model}`,
    defaultValue: null,
    getInitialValueInEffect: false,
  });
  const own = kept ?? initial;
  const state = useMemo(() => (inAddress ? stateOfAddress(inAddress, names, own) : own), [inAddress, names, own]);
  const setState = (next: ColumnState) => setKept(JSON.stringify(next) === JSON.stringify(initial) ? null : next);
  return { state, setState, names, initial };
}
