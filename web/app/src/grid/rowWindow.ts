/**
 * Which rows are in view, for any number of rows.
 *
 * Browsers cap the height of an element (Firefox near 17.9 million px), and five million rows are
 * 170 million px tall. So the scroller holds a shorter *track*, and a *position* in the full content
 * is kept beside its `scrollTop`. Small moves (wheel, arrows, a finger) are 1:1; long jumps (the
 * scroll bar) are proportional. Near both ends the mapping is exact, so the first and last rows are
 * always reached.
 */

export const MAX_TRACK = 8_000_000;
/** The part of the track at each end, in px, that maps 1:1. */
const EDGE = 100_000;

export type Density = "compact" | "default" | "roomy";
export const ROW_HEIGHT: Record<Density, number> = { compact: 28, default: 34, roomy: 44 };

export interface Track {
  rowHeight: number;
  total: number;
  /** Height of all rows, in px. */
  content: number;
  /** Height of the scrolled element, in px. */
  length: number;
  /** Height that shows rows, in px. */
  viewport: number;
}

export interface ScrollPoint {
  scrollTop: number;
  /** The px of the content that is at the top of the viewport. */
  position: number;
}

export interface RowRange {
  first: number;
  /** One past the last row. */
  end: number;
}

export const TOP: ScrollPoint = { scrollTop: 0, position: 0 };

export function trackOf(total: number, rowHeight: number, viewport: number): Track {
  const content = total * rowHeight;
  return { rowHeight, total, content, length: Math.min(content, MAX_TRACK), viewport };
}

export function maxScrollTop(track: Track): number {
  return Math.max(0, track.length - track.viewport);
}

export function maxPosition(track: Track): number {
  return Math.max(0, track.content - track.viewport);
}

export function positionAt(track: Track, scrollTop: number): number {
  const top = clamp(scrollTop, 0, maxScrollTop(track));
  const edge = edgeOf(track);
  const fromEnd = maxScrollTop(track) - top;
  if (edge === null || top <= edge) return top;
  if (fromEnd <= edge) return maxPosition(track) - fromEnd;
  return edge + (top - edge) * stretch(track, edge);
}

export function scrollTopAt(track: Track, position: number): number {
  const place = clamp(position, 0, maxPosition(track));
  const edge = edgeOf(track);
  const fromEnd = maxPosition(track) - place;
  if (edge === null || place <= edge) return place;
  if (fromEnd <= edge) return maxScrollTop(track) - fromEnd;
  return edge + (place - edge) / stretch(track, edge);
}

/** Where the content stands after the scroller went to `scrollTop`. It never moves against the scroll. */
export function scrolled(track: Track, from: ScrollPoint, scrollTop: number): ScrollPoint {
  const delta = scrollTop - from.scrollTop;
  if (delta === 0) return from;
  const near = clamp(from.position + delta, 0, maxPosition(track));
  if (Math.abs(delta) <= smallMove(track)) return { scrollTop, position: near };
  const far = positionAt(track, scrollTop);
  return { scrollTop, position: delta > 0 ? Math.max(near, far) : Math.min(near, far) };
}

/** The same position with the `scrollTop` that belongs to it: undoes the drift of small moves. */
export function settled(track: Track, position: number): ScrollPoint {
  const place = clamp(position, 0, maxPosition(track));
  return { scrollTop: scrollTopAt(track, place), position: place };
}

/** The scroller is at an end of the track and the content is not. */
export function stuck(track: Track, point: ScrollPoint): boolean {
  const atTop = point.scrollTop <= 0 && point.position > 1;
  const atEnd = point.scrollTop >= maxScrollTop(track) - 1 && point.position < maxPosition(track) - 1;
  return atTop || atEnd;
}

export function rowsInView(track: Track, position: number, overscan = 0): RowRange {
  const first = Math.floor(position / track.rowHeight) - overscan;
  const end = Math.ceil((position + track.viewport) / track.rowHeight) + overscan;
  return { first: clamp(first, 0, track.total), end: clamp(end, 0, track.total) };
}

/** The nearest position at which row `index` is fully in view. */
export function positionShowing(track: Track, position: number, index: number): number {
  const top = index * track.rowHeight;
  const lowest = top + track.rowHeight - track.viewport;
  if (position > top) return clamp(top, 0, maxPosition(track));
  if (position < lowest) return clamp(lowest, 0, maxPosition(track));
  return clamp(position, 0, maxPosition(track));
}

/** Half of what one px of the scroll bar is worth, so that dragging it is never a small move. */
function smallMove(track: Track): number {
  if (track.content <= MAX_TRACK) return Number.POSITIVE_INFINITY;
  return Math.min(3 * track.viewport, track.length / (2 * Math.max(1, track.viewport)));
}

function edgeOf(track: Track): number | null {
  return track.content <= MAX_TRACK ? null : Math.min(EDGE, maxScrollTop(track) / 4);
}

function stretch(track: Track, edge: number): number {
  return (maxPosition(track) - 2 * edge) / (maxScrollTop(track) - 2 * edge);
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
