import { type RefObject, useLayoutEffect, useState } from "react";
import type { ListView, TableRef } from "../api/rows";
import type { Row } from "../api/types";
import type { Frame, RowScroller } from "./RowScroller";
import { PAGE_SIZE, rowAt, type Total, totalWith } from "./rowPages";
import { useRowPages } from "./useRowPages";
import { useRowScroller } from "./useRowScroller";

export interface GridRows {
  /** The view whose rows are shown; behind the wanted one while that is on its way. */
  shown: ListView;
  /** Null until the first page has come. */
  total: Total | null;
  rowAt: (index: number) => Row | undefined;
  /** Indexes of the rows that are here now, from the top. */
  loaded: () => number[];
  frame: Frame;
  scroller: RowScroller;
  /** Rows of the view before are still shown. */
  stale: boolean;
  error: unknown;
  retry: () => void;
}

interface Shown {
  view: ListView;
  total: Total | null;
}

/** The rows of a table under a scrolled element: what is in view, what is loaded, and how many there are. */
export function useGridRows(
  source: TableRef,
  view: ListView,
  element: RefObject<HTMLElement | null>,
  sizes: { rowHeight: number; head: number },
): GridRows {
  const [shown, setShown] = useState<Shown>({ view, total: null });
  const wanted = sameView(shown.view, view) ? shown.view : view;
  const known = shown.total?.rows ?? 0;
  const { frame, scroller } = useRowScroller(element, { total: known, ...sizes });
  const { pages, pageAt, here, next, error, retry } = useRowPages(
    source,
    { shown: shown.view, wanted },
    frame.rows,
    known,
  );

  const total = [...pages].reduce<Total | null>((sum, [number, page]) => totalWith(sum, number, page), shown.total);
  if (next !== undefined) setShown({ view: wanted, total: totalWith(null, 0, next) });
  else if (!sameTotal(total, shown.total)) setShown({ ...shown, total });

  useLayoutEffect(() => {
    if (shown.view) scroller.toTop();
  }, [shown.view, scroller]);

  return {
    shown: shown.view,
    total: shown.total,
    rowAt: (index) => rowAt(pageAt, index),
    loaded: () => here().flatMap((number) => (pageAt(number)?.results ?? []).map((_, at) => number * PAGE_SIZE + at)),
    frame,
    scroller,
    stale: wanted !== shown.view,
    error,
    retry,
  };
}

function sameView(one: ListView, other: ListView): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}

function sameTotal(one: Total | null, other: Total | null): boolean {
  return one === other || (one?.rows === other?.rows && one?.kind === other?.kind);
}
