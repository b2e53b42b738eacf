import { type ClipboardEvent, type KeyboardEvent, type MouseEvent, type PointerEvent, useRef } from "react";
import type { FilterItem } from "../api/rows";
import { cellFilters } from "./cellFilters";
import { clipboardText } from "./clipboard";
import { cellText, cellValue } from "./gridColumns";
import { commandFor } from "./keyboard";
import { type CellPlace, HEADER_ROW, rangeOf, samePlace } from "./selection";
import { useFileDrops } from "./useFileDrops";
import type { GridCommands } from "./useGridCommands";
import type { GridModel } from "./useGridModel";

interface Surroundings {
  openMenu: (at: CellPlace, point?: { x: number; y: number }) => void;
  onFilter: (item: FilterItem) => void;
}

/** Keys, clicks and the clipboard, listened to once for all cells. */
export function useGridEvents(model: GridModel, commands: GridCommands, { openMenu, onFilter }: Surroundings) {
  const { cursor, layout, rows } = model;
  const dragging = useRef(false);
  const size = { rows: rows.total?.rows ?? 0, columns: layout.columns.length, pageRows: rows.frame.pageRows };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.defaultPrevented || !ownTarget(event) || event.nativeEvent.isComposing) return;
    const command = commandFor(event, event.shiftKey ? cursor.head : cursor.active, size);
    if (command === null) return;
    // Also keeps the first character from being typed a second time into the editor that it opens.
    event.preventDefault();
    event.stopPropagation();
    commands.run(command);
  };

  const onPointerDown = (event: PointerEvent) => {
    const place = bodyPlace(event);
    if (place === null || event.button !== 0 || inEditor(event)) return;
    // Leaving the editor by the mouse commits it, before the click moves the cursor away.
    if (cursor.editing !== null && document.activeElement instanceof HTMLElement) document.activeElement.blur();
    dragging.current = event.pointerType === "mouse" && !event.altKey;
    const column = layout.columns[place.column];
    const row = rows.rowAt(place.row);
    if (event.altKey && column && row) {
      const only = cellFilters(column.column, cellValue(column, row), column.context.relation !== null)[0];
      if (only) onFilter(only.item);
    }
    commands.go(place, event.shiftKey);
  };

  const onPointerMove = (event: PointerEvent) => {
    if (!dragging.current) return;
    if (event.buttons !== 1) dragging.current = false;
    const place = bodyPlace(event);
    if (!dragging.current || place === null || samePlace(place, cursor.head)) return;
    commands.go(place, true);
  };

  const onDoubleClick = (event: MouseEvent) => {
    if (bodyPlace(event) !== null && !inEditor(event)) commands.run({ do: "edit", typed: null });
  };

  const onContextMenu = (event: MouseEvent) => {
    const place = bodyPlace(event) ?? headPlace(event);
    if (place === null || inEditor(event)) return;
    event.preventDefault();
    commands.go(place);
    openMenu(place, { x: event.clientX, y: event.clientY });
  };

  const onCopy = (event: ClipboardEvent) => {
    if (!ownTarget(event) || inEditor(event) || cursor.active.row === HEADER_ROW) return;
    const range = rangeOf(cursor.active, cursor.head);
    const columns = layout.columns.slice(range.left, range.right + 1);
    const lines = rows
      .loaded()
      .filter((index) => index >= range.top && index <= range.bottom)
      .map((index) => rows.rowAt(index))
      .filter((row) => row !== undefined);
    event.clipboardData.setData(
      "text/plain",
      clipboardText(lines.map((row) => columns.map((one) => cellText(one, row)))),
    );
    event.preventDefault();
  };

  /** The focus goes where the cursor goes, not to whatever is under the mouse. */
  const onMouseDown = (event: MouseEvent) => {
    if (bodyPlace(event) !== null && !inEditor(event)) event.preventDefault();
  };

  const drops = useFileDrops(model, commands, bodyPlace);

  return { onKeyDown, onPointerDown, onPointerMove, onDoubleClick, onContextMenu, onCopy, onMouseDown, ...drops };
}

interface GridEvent {
  target: EventTarget;
  currentTarget: EventTarget;
}

/** False for what React hands up from menus and bubbles, which stand elsewhere in the document. */
function ownTarget({ target, currentTarget }: GridEvent): boolean {
  return currentTarget instanceof Node && target instanceof Node && currentTarget.contains(target);
}

function closest(event: GridEvent, selector: string): HTMLElement | null {
  return event.target instanceof Element && ownTarget(event) ? event.target.closest<HTMLElement>(selector) : null;
}

function inEditor(event: GridEvent): boolean {
  return closest(event, "[data-editing], input, button") !== null;
}

function bodyPlace(event: GridEvent): CellPlace | null {
  const row = closest(event, "[data-row]")?.dataset.row;
  const column = closest(event, "[data-cell]")?.dataset.cell;
  return row === undefined || column === undefined ? null : { row: Number(row), column: Number(column) };
}

function headPlace(event: GridEvent): CellPlace | null {
  const column = closest(event, "[data-head] [data-cell]")?.dataset.cell;
  return column === undefined ? null : { row: HEADER_ROW, column: Number(column) };
}
