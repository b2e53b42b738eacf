import { type RefObject, useLayoutEffect, useState, useSyncExternalStore } from "react";
import { type Frame, RowScroller } from "./RowScroller";

/** The rows in view of the scrolled element; `head` is the height of its sticky head. */
export function useRowScroller(
  element: RefObject<HTMLElement | null>,
  rows: { total: number; rowHeight: number; head: number },
): { frame: Frame; scroller: RowScroller } {
  const { total, rowHeight, head } = rows;
  const [scroller] = useState(() => new RowScroller());
  useLayoutEffect(
    () => (element.current ? scroller.attach(element.current, head) : undefined),
    [element, scroller, head],
  );
  useLayoutEffect(() => scroller.fit(total, rowHeight), [scroller, total, rowHeight]);
  return { frame: useSyncExternalStore(scroller.subscribe, scroller.snapshot), scroller };
}
