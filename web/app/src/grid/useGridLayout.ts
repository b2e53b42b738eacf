import {
  columnOrderingFeature,
  columnPinningFeature,
  columnSizingFeature,
  columnVisibilityFeature,
  tableFeatures,
  useTable,
} from "@tanstack/react-table";
import { useMemo } from "react";
import type { Row } from "../api/types";
import { type ColumnState, MAX_WIDTH, MIN_WIDTH, orderedColumns, visibleColumns } from "./columnState";
import type { ColumnBox } from "./columnWindow";
import type { GridColumn } from "./gridColumns";

export interface GridLayout {
  /** The shown columns from left to right, the pinned ones first. Stays the same while widths change. */
  columns: GridColumn[];
  pinned: number;
  /** By column: its place from the left edge of its part, pinned or not. */
  boxes: ColumnBox[];
  pinnedWidth: number;
  width: number;
}

const features = tableFeatures({
  columnOrderingFeature,
  columnPinningFeature,
  columnSizingFeature,
  columnVisibilityFeature,
});
const NO_ROWS: Row[] = [];

/** Order, pins, visibility and widths by TanStack Table; what is drawn with them is our own. */
export function useGridLayout(all: GridColumn[], state: ColumnState): GridLayout {
  const definitions = useMemo(
    () =>
      all.map((column) => ({
        id: column.name,
        size: column.field.width(column.column),
        minSize: MIN_WIDTH,
        maxSize: MAX_WIDTH,
      })),
    [all],
  );
  const slices = useMemo(() => tableState(all, state), [all, state]);
  const table = useTable({ features, columns: definitions, data: NO_ROWS, state: slices });
  const parts = [table.getStartVisibleLeafColumns(), table.getCenterVisibleLeafColumns()] as const;
  const names = parts.flat().map((column) => column.id);
  const byName = useMemo(() => new Map(all.map((column) => [column.name, column])), [all]);
  const key = names.join("\n");
  // biome-ignore lint/correctness/useExhaustiveDependencies: the names are new in each render, what they say is not
  const columns = useMemo(
    () => names.map((name) => byName.get(name)).filter((column) => column !== undefined),
    [byName, key],
  );

  return {
    columns,
    pinned: parts[0].length,
    boxes: [
      ...parts[0].map((column) => ({ left: column.getStart("start"), width: column.getSize() })),
      ...parts[1].map((column) => ({ left: column.getStart("center"), width: column.getSize() })),
    ],
    pinnedWidth: table.getStartTotalSize(),
    width: table.getTotalSize(),
  };
}

function tableState(all: GridColumn[], state: ColumnState) {
  const names = all.map((column) => column.name);
  const { pinned, center } = visibleColumns(state, names);
  const visible = new Set([...pinned, ...center]);
  return {
    columnOrder: orderedColumns(state, names),
    columnPinning: { start: pinned, end: [] },
    columnSizing: state.widths,
    columnVisibility: Object.fromEntries(names.map((name) => [name, visible.has(name)])),
  };
}
