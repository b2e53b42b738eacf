import type { RefObject } from "react";
import { autoWidth } from "./autoWidth";
import { hideColumn, moveColumn, resizeColumn, shiftColumn, togglePin } from "./columnState";
import type { DataGridProps } from "./gridProps";
import type { ColumnChange } from "./HeaderMenuItems";
import { setSort } from "./sortOrder";
import type { GridModel } from "./useGridModel";

/** What the heads and their menus change about the columns. */
export function useColumnChanges(model: GridModel, props: DataGridProps, root: RefObject<HTMLElement | null>) {
  const { columnState, onColumnStateChange, onViewChange } = props;
  const names = model.all.map((column) => column.name);

  const resize = (name: string, width: number) => onColumnStateChange(resizeColumn(columnState, name, width));
  const autoSize = (name: string) => {
    const at = model.layout.columns.findIndex((column) => column.name === name);
    if (root.current && at >= 0) resize(name, autoWidth(root.current, at));
  };
  const move = (name: string, before: string | null) =>
    onColumnStateChange(moveColumn(columnState, names, name, before));

  const change = (name: string, asked: ColumnChange) => {
    if (asked.do === "sort")
      onViewChange((old) => ({ ...old, order: setSort(old.order, name, asked.direction, false) }));
    else if (asked.do === "pin") onColumnStateChange(togglePin(columnState, name));
    else if (asked.do === "hide") onColumnStateChange(hideColumn(columnState, name));
    else if (asked.do === "shift") onColumnStateChange(shiftColumn(columnState, names, name, asked.step));
    else if (asked.do === "fit") autoSize(name);
    else if (asked.do === "name") props.onName?.(name);
    else if (asked.do === "declare") props.onDeclare?.(name, asked.as);
  };

  return { resize, autoSize, move, change };
}
