import { type RefObject, useLayoutEffect, useRef } from "react";
import { HEADER_ROW } from "./selection";
import type { Cursor } from "./useCursor";

export interface GridFocus {
  /** Focuses the active cell as soon as it is there: after a jump its row is drawn first. */
  want: () => void;
}

export function useGridFocus(root: RefObject<HTMLElement | null>, cursor: Cursor): GridFocus {
  const wanted = useRef(false);

  // Runs after every draw: whether the cell is there now is nothing that React could tell.
  useLayoutEffect(() => {
    const focused = document.activeElement;
    // Columns may change places under the focus, when the page answers later than the cursor moves.
    const onCell = focused?.matches("[data-cell]") && root.current?.contains(focused);
    if (cursor.editing !== null || !(wanted.current || onCell)) return;
    const { row, column } = cursor.active;
    const line = row === HEADER_ROW ? "[data-head]" : `[data-row="${row}"]`;
    const cell = root.current?.querySelector<HTMLElement>(`${line} [data-cell="${column}"]`);
    if (!cell) return;
    wanted.current = false;
    if (cell !== focused) cell.focus({ preventScroll: true });
  });

  return {
    want: () => {
      wanted.current = true;
    },
  };
}
