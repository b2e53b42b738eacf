import { useTranslation } from "react-i18next";
import type { Row } from "../api/types";
import { cellId } from "./cellProblems";
import type { AfterEdit, RowAction } from "./GridRow";
import type { GridColumn } from "./gridColumns";
import type { GridNavigation } from "./gridNavigation";
import { type CellPlace, HEADER_ROW } from "./selection";
import type { GridFocus } from "./useGridFocus";
import type { GridModel } from "./useGridModel";

export interface CellCommands {
  edit: (typed: string | null) => void;
  setNull: () => void;
  open: (index: number) => void;
  dismiss: () => void;
  /** What rows and their editors report. */
  act: (action: RowAction) => void;
}

interface Surroundings {
  navigation: GridNavigation;
  focus: GridFocus;
  openMenu: (at: CellPlace) => void;
  onOpen: (key: string) => void;
}

interface ActiveCell {
  column: GridColumn;
  row: Row;
  id: string;
}

/** What can be done with the active cell. */
export function useCellCommands(model: GridModel, surroundings: Surroundings): CellCommands {
  const { navigation, focus, openMenu, onOpen } = surroundings;
  const { t } = useTranslation();
  const { cursor, layout, rows, edits } = model;

  const activeCell = (): ActiveCell | null => {
    const column = layout.columns[cursor.active.column];
    const row = cursor.active.row === HEADER_ROW ? undefined : rows.rowAt(cursor.active.row);
    return column && row ? { column, row, id: idOf(cursor.active.row, column.name) } : null;
  };
  const idOf = (index: number, column: string) => cellId(model.keyAt(index), index, column);
  const say = ({ id }: ActiveCell, text: string | null) =>
    edits.note(id, text === null ? null : { tone: "info", text });

  const edit = (typed: string | null) => {
    const cell = activeCell();
    if (cell === null) return;
    const { readOnly } = cell.column;
    if (readOnly !== null && typed?.toLowerCase() === "f") return openMenu(cursor.active);
    if (readOnly !== null) return say(cell, t(`grid.readOnly.${readOnly}`));
    if (model.keyAt(cursor.active.row) === null) return say(cell, t("grid.readOnly.noAddress"));
    say(cell, null);
    navigation.show(cursor.active);
    model.moveCursor({ do: "edit", typed });
  };

  const setNull = () => {
    const cell = activeCell();
    if (cell === null) return;
    const { readOnly, column } = cell.column;
    if (readOnly !== null) say(cell, t(`grid.readOnly.${readOnly}`));
    else if (column.nullable) edits.write(cell.column, cell.row, null);
    else say(cell, t("grid.edit.notNull"));
  };

  const open = (index: number) => {
    const key = model.keyAt(index);
    if (key !== null) onOpen(key);
  };

  const dismiss = () => {
    const cell = activeCell();
    if (cell) say(cell, null);
    navigation.go(cursor.active);
  };

  const leaveEditor = (then: AfterEdit) => {
    const { row, column } = cursor.active;
    const last = { row: (rows.total?.rows ?? 1) - 1, column: layout.columns.length - 1 };
    if (then === "down") return navigation.go({ row: Math.min(last.row, row + 1), column });
    if (then === "right") return navigation.go({ row, column: Math.min(last.column, column + 1) });
    model.moveCursor({ do: "stop" });
    focus.want();
  };

  const act = (action: RowAction) => {
    const cell = activeCell();
    if (action.do === "check") model.selection.toggle(action.index, action.range);
    else if (action.do === "open") open(action.index);
    else if (action.do === "dismiss") edits.note(idOf(action.index, action.column), null);
    else {
      if (action.do === "commit" && cell) edits.write(cell.column, cell.row, action.value);
      leaveEditor(action.do === "commit" ? action.then : "stay");
    }
  };

  return { edit, setNull, open, dismiss, act };
}
