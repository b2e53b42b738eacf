import { type ReactNode, useId } from "react";
import { useTranslation } from "react-i18next";
import type { Row } from "../api/types";
import { CellEditor } from "./CellEditor";
import { CellNoteBubble } from "./CellNoteBubble";
import type { CellNote } from "./cellProblems";
import styles from "./GridCell.module.css";
import type { RowAction } from "./GridRow";
import { cellValue, type GridColumn } from "./gridColumns";
import { cellStyle } from "./gridGeometry";
import type { EditStart } from "./useCursor";

interface GridCellProps {
  at: number;
  index: number;
  column: GridColumn;
  row: Row | undefined;
  pinned: boolean;
  active: boolean;
  selected: boolean;
  editing: EditStart | null;
  note: CellNote | null;
  act: (action: RowAction) => void;
}

export function GridCell(props: GridCellProps) {
  const { at, index, column, row, pinned, active, selected, editing, note, act } = props;
  const { t } = useTranslation();
  const noteId = useId();
  const why = active && column.readOnly ? t(`grid.readOnly.${column.readOnly}`) : undefined;
  return (
    <div
      role="gridcell"
      aria-colindex={at + 2}
      aria-selected={selected || undefined}
      aria-readonly={column.readOnly !== null || undefined}
      aria-description={why}
      aria-invalid={note?.tone === "problem" || undefined}
      aria-describedby={note ? noteId : undefined}
      title={why}
      tabIndex={editing ? undefined : active ? 0 : -1}
      className={styles.cell}
      style={cellStyle(at, pinned)}
      data-cell={at}
      data-align={column.field.align}
      data-pinned={pinned || undefined}
      data-naming={column.naming || undefined}
      data-active={active || undefined}
      data-selected={selected || undefined}
      data-problem={note?.tone === "problem" || undefined}
      data-editing={editing !== null || undefined}
    >
      {editing !== null && row !== undefined ? (
        <CellEditor column={column} row={row} start={editing} act={act} />
      ) : (
        <CellContent column={column} row={row} seed={index * 7 + at * 3} />
      )}
      {note && (
        <CellNoteBubble id={noteId} note={note} onDismiss={() => act({ do: "dismiss", index, column: column.name })} />
      )}
    </div>
  );
}

function CellContent({ column, row, seed }: { column: GridColumn; row: Row | undefined; seed: number }): ReactNode {
  const { Cell } = column.field;
  if (row === undefined) return <span className={styles.skeleton} data-width={seed % 5} />;
  const value = cellValue(column, row);
  if (value === null) return <span className={styles.null}>{column.column.type === "boolean" ? "null" : "–"}</span>;
  return (
    <span className={styles.value}>
      <Cell context={column.context} value={value} row={row} />
    </span>
  );
}
