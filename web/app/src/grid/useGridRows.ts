import { type RefObject, useLayoutEffect, useState } from "react";
import type { ListView, TableRef } from "../api/rows";
import type { Row } from "../api/types";
import type { Frame, RowScroller } from "./RowScroller";
import { PAGE_SIZE, rowAt, type Total, totalWith } from "./rowPages";
import { useRowCount } from "./useRowCount";
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
  /** Among how many rows the bridge itself looked for these; undefined where the source did. */
  scanned: number | undefined;
  /** What some rows lack, and why; undefined where they are whole. */
  note: string | undefined;
  /** Whether they were found in a search of the app's own, which may be behind its rows. */
  behind: boolean;
  /** Rows of the view before are still shown. */
  stale: boolean;
  error: unknown;
  retry: () => void;
}

interface Shown {
  view: ListView;
  total: Total | null;
  /** The count that `total` has taken in. */
  counted: number | undefined;
}

/** The rows of a table under a scrolled element: what is in view, what is loaded, and how many there are. */
export function useGridRows(
  source: TableRef,
  view: ListView,
  element: RefObject<HTMLElement | null>,
  sizes: { rowHeight: number; head: number },
): GridRows {
  const [shown, setShown] = useState<Shown>({ view, total: null, counted: undefined });
  const wanted = sameView(shown.view, view) ? shown.view : view;
  const rowCount = shown.total?.rows ?? 0;
  const { frame, scroller } = useRowScroller(element, { total: rowCount, ...sizes });
  const { pages, pageAt, here, next, error, retry } = useRowPages(
    source,
    { shown: shown.view, wanted },
    frame.rows,
    rowCount,
  );

  const changing = wanted !== shown.view;
  const counted = useRowCount(source, shown.view, !changing && pageAt(0)?.has_more === true);
  const known = counted === shown.counted ? shown.total : exactly(counted, shown.total);
  const guess = estimate(source, wanted);
  const total = [...pages].reduce((sum, [number, page]) => totalWith(sum, number, page, guess), known);
  if (next !== undefined) setShown({ view: wanted, total: totalWith(null, 0, next, guess), counted: undefined });
  else if (counted !== shown.counted || !sameTotal(total, shown.total)) setShown({ ...shown, total, counted });

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
    scanned: pageAt(0)?.scanned,
    note: here().flatMap((number) => pageAt(number)?.notes ?? [])[0]?.detail,
    behind: pageAt(0)?.stale === true,
    stale: changing,
    error,
    retry,
  };
}

/** Of the whole table only: nobody knows how many rows a filter leaves. */
function estimate({ table }: TableRef, view: ListView): number | null {
  return view.filters.length === 0 && view.search.trim() === "" ? table.rows : null;
}

function exactly(count: number | undefined, before: Total | null): Total | null {
  return count === undefined ? before : { rows: count, kind: "exact" };
}

function sameView(one: ListView, other: ListView): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}

function sameTotal(one: Total | null, other: Total | null): boolean {
  return one === other || (one?.rows === other?.rows && one?.kind === other?.kind);
}
