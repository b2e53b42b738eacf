import { useState } from "react";
import { rowKey } from "../api/rows";
import type { Row, Table } from "../api/types";
import { indexesBetween } from "./selection";

export interface RowSelection {
  keys: ReadonlySet<string>;
  /** Ticks or unticks a row; `range` does the same to all rows since the last one. */
  toggle: (index: number, range: boolean) => void;
  set: (indexes: readonly number[], checked: boolean) => void;
  clear: () => void;
}

/** The ticked rows, by key: they stay ticked while others scroll by. Rows that are not loaded cannot be ticked. */
export function useRowSelection(
  table: Table,
  rowAt: (index: number) => Row | undefined,
  onChange?: (keys: ReadonlySet<string>) => void,
): RowSelection {
  const [keys, setKeys] = useState<ReadonlySet<string>>(new Set());
  const [last, setLast] = useState<number | null>(null);

  const keyAt = (index: number): string | null => {
    const row = rowAt(index);
    return row ? rowKey(table, row) : null;
  };
  const change = (next: ReadonlySet<string>) => {
    setKeys(next);
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
    set(indexes, !keys.has(key));
    setLast(index);
  };

  return { keys, toggle, set, clear: () => change(new Set()) };
}
