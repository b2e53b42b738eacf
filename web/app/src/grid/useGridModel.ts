import { type RefObject, useEffect, useMemo, useState } from "react";
import { rowKey, type TableRef } from "../api/rows";
import { type GridColumn, gridColumns } from "./gridColumns";
import { LEAD_WIDTH } from "./gridGeometry";
import type { DataGridProps } from "./gridProps";
import { ROW_HEIGHT } from "./rowWindow";
import { type CellEdits, useCellEdits } from "./useCellEdits";
import { type Cursor, type CursorAction, useCursor } from "./useCursor";
import { type GridLayout, useGridLayout } from "./useGridLayout";
import { type GridRows, useGridRows } from "./useGridRows";
import { type RowSelection, useRowSelection } from "./useRowSelection";

/** A width while it is being dragged; it is told to the page once it is let go. */
export interface WidthDraft {
  name: string;
  width: number;
}

/** Everything that the parts of the grid draw from. */
export interface GridModel {
  source: TableRef;
  /** All columns of the view, hidden ones too. */
  all: GridColumn[];
  layout: GridLayout;
  rows: GridRows;
  rowHeight: number;
  cursor: Cursor;
  moveCursor: (action: CursorAction) => void;
  edits: CellEdits;
  selection: RowSelection;
  setWidthDraft: (draft: WidthDraft | null) => void;
  /** Width of the checkboxes; 0 where rows have no key. */
  lead: number;
  /** Whether this person chooses the column that names the rows. */
  mayName: boolean;
  /** Whether this person chooses where columns lead to, and which hold files. */
  mayDeclare: boolean;
  keyAt: (index: number) => string | null;
  /** Null where rows cannot be ticked. */
  checkedAt: (index: number) => boolean | null;
}

export function useGridModel(
  props: DataGridProps,
  element: RefObject<HTMLElement | null>,
  sizes: { rowHeight?: number; head: number },
): GridModel {
  const { view, columnState, onTotal } = props;
  const source = useSameSource(props.source);
  const only = view.columns?.join("\n");
  const all = useMemo(() => gridColumns(source, only?.split("\n")), [source, only]);
  const [draft, setWidthDraft] = useState<WidthDraft | null>(null);
  const widths = draft ? { ...columnState.widths, [draft.name]: draft.width } : columnState.widths;
  const layout = useGridLayout(all, { ...columnState, widths });
  const rowHeight = sizes.rowHeight ?? ROW_HEIGHT[props.density ?? "default"];
  const rows = useGridRows(source, view, element, { rowHeight, head: sizes.head });
  const [cursor, moveCursor] = useCursor(rows.total?.rows ?? 0, layout.columns.length);
  const edits = useCellEdits(source);
  const selection = useRowSelection(source.table, view, rows.rowAt, props.onSelectionChange);

  useEffect(() => onTotal(rows.total), [rows.total, onTotal]);

  const keyAt = (index: number): string | null => {
    const row = rows.rowAt(index);
    return row ? rowKey(source.table, row) : null;
  };
  const keyed = source.table.key.length > 0;
  return {
    source,
    all,
    layout,
    rows,
    rowHeight,
    cursor,
    moveCursor,
    edits,
    selection,
    setWidthDraft,
    lead: keyed ? LEAD_WIDTH : 0,
    mayName: props.onName !== undefined,
    mayDeclare: props.onDeclare !== undefined,
    keyAt,
    checkedAt: (index) => (keyed ? selection.whole || selection.keys.has(keyAt(index) ?? "") : null),
  };
}

/** The same object for as long as it says the same: rows are drawn again only where something changed. */
function useSameSource({ project, bridge, table, tables, settings }: TableRef): TableRef {
  return useMemo(() => ({ project, bridge, table, tables, settings }), [project, bridge, table, tables, settings]);
}
