/** Which columns are in view: with many of them, only those are drawn. */

/** Up to this many columns are simply all drawn. */
const DRAW_ALL = 40;
const OVERSCAN_PX = 300;

export interface ColumnBox {
  left: number;
  width: number;
}

export interface ColumnRange {
  first: number;
  /** One past the last column. */
  end: number;
}

/** `boxes` are the columns that are not pinned, from left to right; `left` and `width` the part in view. */
export function columnsInView(boxes: readonly ColumnBox[], left: number, width: number): ColumnRange {
  if (boxes.length <= DRAW_ALL) return { first: 0, end: boxes.length };
  const first = firstEndingAfter(boxes, left - OVERSCAN_PX);
  const end = firstStartingAt(boxes, left + width + OVERSCAN_PX);
  return { first, end: Math.max(first, end) };
}

/** Indexes from `first` to before `end`, and `kept` wherever it is: what has the focus must not leave the document. */
export function drawnIndexes({ first, end }: ColumnRange, kept: number | null): number[] {
  const inside = Array.from({ length: Math.max(0, end - first) }, (_, step) => first + step);
  if (kept === null || (kept >= first && kept < end)) return inside;
  // In their order, so that nothing is moved in the document: moving an element takes its focus away.
  return kept < first ? [kept, ...inside] : [...inside, kept];
}

/** The nearest scroll position that shows the whole box, or its start where it is wider than the view. */
export function scrollLeftShowing(box: ColumnBox, scrollLeft: number, width: number): number {
  if (box.left < scrollLeft || box.width > width) return box.left;
  return Math.max(scrollLeft, box.left + box.width - width);
}

function firstEndingAfter(boxes: readonly ColumnBox[], x: number): number {
  const index = boxes.findIndex((box) => box.left + box.width > x);
  return index < 0 ? boxes.length : index;
}

function firstStartingAt(boxes: readonly ColumnBox[], x: number): number {
  const index = boxes.findIndex((box) => box.left >= x);
  return index < 0 ? boxes.length : index;
}
