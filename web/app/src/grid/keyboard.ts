/** What a key means in the grid. Knows places, not data: whether a cell can be edited is asked elsewhere. */
import { type CellPlace, HEADER_ROW } from "./selection";

export interface KeyStroke {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  shiftKey: boolean;
  altKey: boolean;
}

export interface GridSize {
  rows: number;
  columns: number;
  /** Rows that PgUp and PgDn go. */
  pageRows: number;
}

export type GridCommand =
  | { do: "move"; to: CellPlace; extend: boolean }
  | { do: "edit"; typed: string | null }
  | { do: "sort"; add: boolean }
  | { do: "resize"; by: number }
  | { do: "shift"; step: -1 | 1 }
  | { do: "open" | "setNull" | "menu" | "check" | "checkAll" | "dismiss" };

const RESIZE_STEP = 16;

/** `at` is the cell that moves: the active one, or the far corner of the range while Shift is held. */
export function commandFor(stroke: KeyStroke, at: CellPlace, size: GridSize): GridCommand | null {
  if (isMenuKey(stroke)) return { do: "menu" };
  const to = moveTo(stroke, at, size);
  if (at.row === HEADER_ROW) return headerCommand(stroke) ?? (to && { do: "move", to, extend: false });
  if (to !== null) return { do: "move", to, extend: stroke.shiftKey };
  return withControl(stroke) ? controlCommand(stroke) : plainCommand(stroke);
}

/** A character that replaces the content of a cell when it is typed on it. */
export function isTyped(stroke: KeyStroke): boolean {
  return [...stroke.key].length === 1 && stroke.key !== " " && !withControl(stroke) && !stroke.altKey;
}

function isMenuKey(stroke: KeyStroke): boolean {
  if (stroke.key === "ContextMenu") return true;
  return (stroke.key === "F10" && stroke.shiftKey) || (stroke.altKey && stroke.key.toLowerCase() === "f");
}

function headerCommand(stroke: KeyStroke): GridCommand | null {
  const step = stroke.key === "ArrowLeft" ? -1 : 1;
  const sideways = stroke.key === "ArrowLeft" || stroke.key === "ArrowRight";
  if (sideways && stroke.altKey && stroke.shiftKey) return { do: "shift", step };
  if (sideways && stroke.altKey) return { do: "resize", by: step * RESIZE_STEP };
  if (stroke.key === "Enter") return { do: "sort", add: stroke.shiftKey };
  if (stroke.key === " ") return { do: "menu" };
  if (stroke.key.toLowerCase() === "a" && withControl(stroke)) return { do: "checkAll" };
  return null;
}

function controlCommand(stroke: KeyStroke): GridCommand | null {
  if (stroke.key === "Enter") return { do: "setNull" };
  if (stroke.key.toLowerCase() === "a") return { do: "checkAll" };
  return null;
}

function plainCommand(stroke: KeyStroke): GridCommand | null {
  if (stroke.key === "Enter" || stroke.key === "F2") return { do: "edit", typed: null };
  if (stroke.key === " ") return { do: stroke.shiftKey ? "check" : "open" };
  if (stroke.key === "Escape") return { do: "dismiss" };
  return isTyped(stroke) ? { do: "edit", typed: stroke.key } : null;
}

function moveTo(stroke: KeyStroke, at: CellPlace, size: GridSize): CellPlace | null {
  if (stroke.altKey) return null;
  const far = withControl(stroke);
  const last = { row: size.rows - 1, column: size.columns - 1 };
  const top = stroke.shiftKey || far ? 0 : HEADER_ROW;
  switch (stroke.key) {
    case "ArrowUp":
      return { ...at, row: far ? Math.min(0, last.row) : Math.max(top, at.row - 1) };
    case "ArrowDown":
      return { ...at, row: far ? last.row : Math.min(last.row, at.row + 1) };
    case "ArrowLeft":
      return { ...at, column: far ? 0 : Math.max(0, at.column - 1) };
    case "ArrowRight":
      return { ...at, column: far ? last.column : Math.min(last.column, at.column + 1) };
    case "Home":
      return { row: far ? Math.min(0, last.row) : at.row, column: 0 };
    case "End":
      return { row: far ? last.row : at.row, column: last.column };
    case "PageUp":
      return { ...at, row: Math.max(Math.min(0, last.row), at.row - size.pageRows) };
    case "PageDown":
      return { ...at, row: Math.min(last.row, at.row + size.pageRows) };
    default:
      return null;
  }
}

function withControl(stroke: KeyStroke): boolean {
  return stroke.ctrlKey || stroke.metaKey;
}
