import { resizeColumn, shiftColumn } from "./columnState";
import type { RowAction } from "./GridRow";
import { type GridNavigation, gridNavigation } from "./gridNavigation";
import type { DataGridProps } from "./gridProps";
import type { GridCommand } from "./keyboard";
import type { CellPlace } from "./selection";
import { toggleSort } from "./sortOrder";
import { useCellCommands } from "./useCellCommands";
import type { GridFocus } from "./useGridFocus";
import type { GridModel } from "./useGridModel";

export interface GridCommands extends GridNavigation {
  run: (command: GridCommand) => void;
  act: (action: RowAction) => void;
  checkAll: () => void;
  sort: (column: string, add: boolean) => void;
}

interface Surroundings {
  props: DataGridProps;
  focus: GridFocus;
  element: () => HTMLElement | null;
  openMenu: (at: CellPlace) => void;
}

/** What keys and clicks do to the grid and the page around it. */
export function useGridCommands(model: GridModel, { props, focus, element, openMenu }: Surroundings): GridCommands {
  const { cursor, layout, rows, selection } = model;
  const go = (to: CellPlace, extend?: boolean) => gridNavigation(model, focus, element()).go(to, extend);
  const show = (to: CellPlace) => gridNavigation(model, focus, element()).show(to);
  const cells = useCellCommands(model, { navigation: { go, show }, focus, openMenu, onOpen: props.onOpen });

  const checkAll = () => {
    const loaded = rows.loaded();
    const all = loaded.every((index) => model.checkedAt(index));
    selection.set(loaded, !all);
  };
  const sort = (name: string, add: boolean) => {
    if (!layout.columns.find((column) => column.name === name)?.column.sortable) return;
    props.onViewChange((old) => ({ ...old, order: toggleSort(old.order, name, add) }));
  };
  const resize = (by: number) => {
    const name = layout.columns[cursor.active.column]?.name;
    const width = layout.boxes[cursor.active.column]?.width;
    if (name === undefined || width === undefined) return;
    props.onColumnStateChange(resizeColumn(props.columnState, name, width + by));
  };
  const shift = (step: -1 | 1) => {
    const name = layout.columns[cursor.active.column]?.name;
    const names = model.all.map((column) => column.name);
    if (name === undefined) return;
    props.onColumnStateChange(shiftColumn(props.columnState, names, name, step));
    const to = cursor.active.column + step;
    if (to >= 0 && to < layout.columns.length) go({ ...cursor.active, column: to });
  };

  const run = (command: GridCommand) => {
    switch (command.do) {
      case "move":
        return go(command.to, command.extend);
      case "edit":
        return cells.edit(command.typed);
      case "open":
        return cells.open(cursor.active.row);
      case "setNull":
        return cells.setNull();
      case "dismiss":
        return cells.dismiss();
      case "menu":
        return openMenu(cursor.active);
      case "check":
        return selection.toggle(cursor.active.row, false);
      case "checkAll":
        return checkAll();
      case "sort":
        return sort(layout.columns[cursor.active.column]?.name ?? "", command.add);
      case "resize":
        return resize(command.by);
      case "shift":
        return shift(command.step);
    }
  };

  return { run, act: cells.act, go, show, checkAll, sort };
}
