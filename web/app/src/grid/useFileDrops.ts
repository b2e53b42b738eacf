import type { DragEvent } from "react";
import { cellId } from "./cellProblems";
import { type CellPlace, samePlace } from "./selection";
import type { GridCommands } from "./useGridCommands";
import type { GridModel } from "./useGridModel";

/** A file that is dropped on a cell whose column holds files is sent, and then written as anything typed there. */
export function useFileDrops(
  model: GridModel,
  commands: GridCommands,
  placeOf: (event: DragEvent) => CellPlace | null,
) {
  const { cursor, layout, rows, edits } = model;

  /** The cell that would take it. */
  const target = (event: DragEvent) => {
    const place = placeOf(event);
    const column = place && layout.columns[place.column];
    const row = place ? rows.rowAt(place.row) : undefined;
    const key = place && model.keyAt(place.row);
    return place && column?.column.file && column.readOnly === null && row && key ? { place, column, row, key } : null;
  };

  const onDragOver = (event: DragEvent) => {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    const to = target(event);
    event.dataTransfer.dropEffect = to ? "copy" : "none";
    if (to && !samePlace(to.place, cursor.active)) commands.go(to.place);
  };

  const onDrop = async (event: DragEvent) => {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    const to = target(event);
    if (!to) return;
    // Empty as soon as this has waited for anything.
    const files = [...event.dataTransfer.files];
    const cell = cellId(to.key, to.place.row, to.column.name);
    const { dropFile } = await import("../fields/file/dropFile");
    const dropped = await dropFile(to.column.context, files, (text) => edits.note(cell, { tone: "info", text }));
    if (dropped === null) return;
    if ("problem" in dropped) return edits.note(cell, { tone: "problem", text: dropped.problem });
    edits.write(to.column, to.row, dropped.path);
  };

  return { onDragOver, onDrop: (event: DragEvent) => void onDrop(event) };
}
