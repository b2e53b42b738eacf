/** Sizes of the grid that both the drawing and the arithmetic need, and the widths as CSS variables. */
import type { CSSProperties } from "react";
import type { GridLayout } from "./useGridLayout";

export const HEAD_HEIGHT = 34;
/** The column of the checkbox and the "open" button; without a key there is neither. */
export const LEAD_WIDTH = 62;
export const CARD_HEIGHT = 92;
/** Rows are placed from a near row, so that no offset is ever millions of px. */
const BASE_STEP = 1_000;

/** Widths are variables of the grid: resizing a column moves all cells and draws none of them again. */
export function layoutVariables(layout: GridLayout, sizes: { lead: number; rowHeight: number }): CSSProperties {
  const { lead, rowHeight } = sizes;
  const variables: CSSProperties = {
    "--row-height": `${rowHeight}px`,
    "--lead": `${lead}px`,
    "--pinned": `${lead + layout.pinnedWidth}px`,
  };
  layout.boxes.forEach((box, index) => {
    const start = index < layout.pinned ? lead : lead + layout.pinnedWidth;
    variables[`--x${index}`] = `${start + box.left}px`;
    variables[`--w${index}`] = `${box.width}px`;
  });
  return { ...variables, "--total": `${lead + layout.width}px` };
}

/** A cell that is not pinned is placed, a pinned one stands in a line; both get their width. */
export function cellStyle(index: number, pinned: boolean): CSSProperties {
  return pinned ? { width: `var(--w${index})` } : { left: `var(--x${index})`, width: `var(--w${index})` };
}

export function baseRow(first: number): number {
  return Math.floor(first / BASE_STEP) * BASE_STEP;
}
