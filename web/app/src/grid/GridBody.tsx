import type { ReactNode } from "react";
import { cellId } from "./cellProblems";
import { columnsInView, drawnIndexes } from "./columnWindow";
import styles from "./DataGrid.module.css";
import { GridRow, type RowAction } from "./GridRow";
import { baseRow } from "./gridGeometry";
import { trackOf } from "./rowWindow";
import { columnsInRange, HEADER_ROW } from "./selection";
import { selectedRange } from "./useCursor";
import type { GridModel } from "./useGridModel";

/** The rows in view, and the focused one wherever it is: its cell must exist to keep the focus. */
export function GridBody({ model, act }: { model: GridModel; act: (action: RowAction) => void }) {
  const { rows, layout, cursor, rowHeight } = model;
  const { frame } = rows;
  const total = rows.total?.rows ?? Math.ceil(frame.pageRows) + 2;
  const base = baseRow(frame.rows.first);
  const range = selectedRange(cursor);
  const center = layout.boxes.slice(layout.pinned);
  const drawn = columnsInView(center, frame.left, frame.width);

  const inView = { first: frame.rows.first, end: rows.total === null ? total : frame.rows.end };
  const { row } = cursor.active;
  const indexes = drawnIndexes(inView, row !== HEADER_ROW && row < total ? row : null);

  const line = (index: number): ReactNode => {
    const away = index < inView.first || index >= inView.end;
    const active = index === cursor.active.row;
    const selected = columnsInRange(range, index);
    return (
      <GridRow
        key={index}
        index={index}
        row={rows.rowAt(index)}
        columns={layout.columns}
        pinned={layout.pinned}
        first={layout.pinned + drawn.first}
        end={layout.pinned + drawn.end}
        top={(away ? frame.rows.first - base : index - base) * rowHeight}
        active={active ? cursor.active.column : -1}
        selectedFrom={selected?.[0] ?? -1}
        selectedTo={selected?.[1] ?? -1}
        checked={model.checkedAt(index)}
        editing={active ? cursor.editing : null}
        notes={notesAt(model, index)}
        away={away}
        act={act}
      />
    );
  };

  return (
    <div
      role="rowgroup"
      className={styles.track}
      style={{ height: trackOf(total, rowHeight, 0).length }}
      data-stale={rows.stale || undefined}
    >
      <div className={styles.canvas} style={{ top: frame.shift + base * rowHeight }}>
        {indexes.map(line)}
      </div>
    </div>
  );
}

function notesAt(model: GridModel, index: number) {
  if (model.edits.notes.size === 0) return null;
  const key = model.keyAt(index);
  const found = model.layout.columns.flatMap(({ name }) => {
    const note = model.edits.notes.get(cellId(key, index, name));
    return note ? [[name, note] as const] : [];
  });
  return found.length > 0 ? new Map(found) : null;
}
