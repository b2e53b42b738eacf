/** Ties the row window to a scrolled element: reads its scrollTop, and sets it where the window says so. */
import {
  positionShowing,
  type RowRange,
  rowsInView,
  type ScrollPoint,
  scrolled,
  scrollTopAt,
  settled,
  stuck,
  TOP,
  type Track,
  trackOf,
} from "./rowWindow";

export interface Frame {
  /** The rows to draw: those in view and a few around. */
  rows: RowRange;
  /** Where row 0 would be on the track, in px; 0 unless the track is shorter than the rows. */
  shift: number;
  /** Whole rows that fit the viewport. */
  pageRows: number;
  /** The part of the columns in view, in coarse steps. */
  left: number;
  width: number;
}

const OVERSCAN = 8;
/** Rows and px by which a frame changes, so that not every wheel event draws. */
const ROW_STEP = 4;
const LEFT_STEP = 150;
const QUIET_MS = 150;

export class RowScroller {
  private element: HTMLElement | null = null;
  private head = 0;
  private point: ScrollPoint = TOP;
  private track: Track = trackOf(0, 1, 0);
  private frame: Frame = { rows: { first: 0, end: 0 }, shift: 0, pageRows: 1, left: 0, width: 0 };
  private listeners = new Set<() => void>();
  private quiet = 0;

  /** `head` is the height of what sticks to the top of the element. Gives the function that lets go of it. */
  attach(element: HTMLElement, head: number): () => void {
    this.element = element;
    this.head = head;
    const observer = new ResizeObserver(() => this.fit(this.track.total, this.track.rowHeight));
    const onScroll = () => this.onScroll();
    observer.observe(element);
    element.addEventListener("scroll", onScroll, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener("scroll", onScroll);
      window.clearTimeout(this.quiet);
      this.element = null;
    };
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly snapshot = (): Frame => this.frame;

  /** The number of rows or the size of the element changed; the same rows stay in view. */
  fit(total: number, rowHeight: number): void {
    this.track = trackOf(total, rowHeight, Math.max(0, (this.element?.clientHeight ?? 0) - this.head));
    this.place(settled(this.track, this.point.position));
  }

  showRow(index: number): void {
    const position = positionShowing(this.track, this.point.position, index);
    if (position !== this.point.position) this.place(settled(this.track, position));
  }

  toTop(): void {
    this.place(TOP);
  }

  private onScroll(): void {
    if (this.element === null) return;
    this.point = scrolled(this.track, this.point, this.element.scrollTop);
    if (stuck(this.track, this.point)) this.place(settled(this.track, this.point.position));
    else this.draw();
    window.clearTimeout(this.quiet);
    this.quiet = window.setTimeout(() => this.settle(), QUIET_MS);
  }

  private settle(): void {
    const drift = scrollTopAt(this.track, this.point.position) - this.point.scrollTop;
    if (Math.abs(drift) > 1) this.place(settled(this.track, this.point.position));
  }

  private place(point: ScrollPoint): void {
    if (this.element === null) return;
    if (Math.abs(this.element.scrollTop - point.scrollTop) > 0.5) this.element.scrollTop = point.scrollTop;
    // The browser rounds and clamps what it is given: what it says now is where the next move starts from.
    this.point = { scrollTop: this.element.scrollTop, position: point.position };
    this.draw();
  }

  private draw(): void {
    const next = this.nextFrame();
    if (sameFrame(next, this.frame)) return;
    this.frame = next;
    for (const listener of this.listeners) listener();
  }

  private nextFrame(): Frame {
    const rows = rowsInView(this.track, this.point.position, OVERSCAN);
    return {
      rows: {
        first: Math.floor(rows.first / ROW_STEP) * ROW_STEP,
        end: Math.min(this.track.total, Math.ceil(rows.end / ROW_STEP) * ROW_STEP),
      },
      shift: this.point.scrollTop - this.point.position,
      pageRows: Math.max(1, Math.floor(this.track.viewport / this.track.rowHeight) - 1),
      left: Math.floor((this.element?.scrollLeft ?? 0) / LEFT_STEP) * LEFT_STEP,
      width: Math.ceil((this.element?.clientWidth ?? 0) / LEFT_STEP + 1) * LEFT_STEP,
    };
  }
}

function sameFrame(one: Frame, other: Frame): boolean {
  return (
    one.rows.first === other.rows.first &&
    one.rows.end === other.rows.end &&
    one.shift === other.shift &&
    one.pageRows === other.pageRows &&
    one.left === other.left &&
    one.width === other.width
  );
}
