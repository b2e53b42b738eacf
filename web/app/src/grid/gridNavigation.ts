import { scrollLeftShowing } from "./columnWindow";
import { type CellPlace, HEADER_ROW } from "./selection";
import type { GridFocus } from "./useGridFocus";
import type { GridModel } from "./useGridModel";

export interface GridNavigation {
  /** Makes a cell the active one, or the far corner of the range. */
  go: (to: CellPlace, extend?: boolean) => void;
  /** Scrolls until the cell is in view. */
  show: (place: CellPlace) => void;
}

export function gridNavigation(model: GridModel, focus: GridFocus, element: HTMLElement | null): GridNavigation {
  const { layout, rows } = model;

  const show = ({ row, column }: CellPlace) => {
    if (row !== HEADER_ROW) rows.scroller.showRow(row);
    const box = layout.boxes[column];
    if (element === null || box === undefined || column < layout.pinned) return;
    const width = element.clientWidth - model.lead - layout.pinnedWidth;
    const left = scrollLeftShowing(box, element.scrollLeft, width);
    if (left !== element.scrollLeft) element.scrollLeft = left;
  };

  const go = (to: CellPlace, extend = false) => {
    model.moveCursor({ do: extend ? "extend" : "go", to });
    focus.want();
    show(to);
  };

  return { go, show };
}
