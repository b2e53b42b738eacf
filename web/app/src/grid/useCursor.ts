import { useReducer } from "react";
import { type CellPlace, type CellRange, HEADER_ROW, rangeOf } from "./selection";

/** How an edit began: by typing a character, which replaces the content, or by Enter. */
export interface EditStart {
  typed: string | null;
}

export interface Cursor {
  /** The cell that has the focus. */
  active: CellPlace;
  /** The other corner of the selected range; the active cell where only that is selected. */
  head: CellPlace;
  editing: EditStart | null;
}

export type CursorAction =
  | { do: "go"; to: CellPlace }
  | { do: "extend"; to: CellPlace }
  | { do: "edit"; typed: string | null }
  | { do: "stop" };

const START: Cursor = { active: { row: 0, column: 0 }, head: { row: 0, column: 0 }, editing: null };

/** Where the person is in the grid, kept inside of it when rows or columns go away. */
export function useCursor(rows: number, columns: number): [Cursor, (action: CursorAction) => void] {
  const [cursor, dispatch] = useReducer(cursorAfter, START);
  const inside = (place: CellPlace): CellPlace => ({
    row: Math.max(HEADER_ROW, Math.min(place.row, rows - 1)),
    column: Math.max(0, Math.min(place.column, columns - 1)),
  });
  return [{ ...cursor, active: inside(cursor.active), head: inside(cursor.head) }, dispatch];
}

export function cursorAfter(cursor: Cursor, action: CursorAction): Cursor {
  switch (action.do) {
    case "go":
      return { active: action.to, head: action.to, editing: null };
    case "extend":
      return cursor.active.row === HEADER_ROW ? cursor : { ...cursor, head: action.to, editing: null };
    case "edit":
      return { ...cursor, head: cursor.active, editing: { typed: action.typed } };
    case "stop":
      return { ...cursor, editing: null };
  }
}

/** The selected cells, where there is more than the active one. */
export function selectedRange({ active, head }: Cursor): CellRange | null {
  if (active.row === head.row && active.column === head.column) return null;
  return rangeOf(active, head);
}
