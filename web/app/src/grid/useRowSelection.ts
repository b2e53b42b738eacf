import { useState } from "react";
import type { ChosenRows } from "../api/manyRows";
import { type ListView, rowKey } from "../api/rows";
import type { Row, Table } from "../api/types";
import { indexesBetween } from "./selection";

export interface RowSelection {
  /** The rows that were ticked one by one. */
  keys: ReadonlySet<string>;
  /** All rows that the filters and the search find, also those that are not loaded. */
  whole: boolean;
  /** Null where nothing is selected. */
  chosen: ChosenRows | null;
  /** Ticks or unticks a row; `range` does the same to all rows since the last one. */
  toggle: (index: number, range: boolean) => void;
  set: (indexes: readonly number[], checked: boolean) => void;
  chooseWhole: () => void;
  clear: () => void;
}

/** The ticked rows, by key: they stay ticked while others scroll by. Rows that are not loaded cannot be ticked. */
export function useRowSelection(
  table: Table,
  view: ListView,
  rowAt: (index: number) => Row | undefined,
  onChange?: (keys: ReadonlySet<string>) => void,
): RowSelection {
  const [keys, setKeys] = useState<ReadonlySet<string>>(new Set());
  const [last, setLast] = useState<number | null>(null);
  const [wholeOf, setWholeOf] = useState<string | null>(null);
  // Other filters find other rows: of those, nobody said that all are meant.
  const found = JSON.stringify([view.filters, view.search]);
  const whole = wholeOf === found;

  const keyAt = (index: number): string | null => {
    const row = rowAt(index);
    return row ? rowKey(table, row) : null;
  };
  const change = (next: ReadonlySet<string>) => {
    setKeys(next);
    setWholeOf(null);
    onChange?.(next);
  };
  const set = (indexes: readonly number[], checked: boolean) => {
    const next = new Set(keys);
    for (const key of indexes.map(keyAt)) {
      if (key !== null && checked) next.add(key);
      else if (key !== null) next.delete(key);
    }
    change(next);
  };
  const toggle = (index: number, range: boolean) => {
    const key = keyAt(index);
    if (key === null) return;
    const indexes = range && last !== null ? indexesBetween(last, index) : [index];
    set(indexes, !whole && !keys.has(key));
    setLast(index);
  };

  return {
    keys,
    whole,
    chosen: whole ? { view } : keys.size > 0 ? { keys } : null,
    toggle,
    set,
    chooseWhole: () => setWholeOf(found),
    clear: () => change(new Set()),
  };
}
