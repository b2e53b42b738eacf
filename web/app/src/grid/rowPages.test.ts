import { describe, expect, it } from "vitest";
import type { Page, Row } from "../api/types";
import { pagesFor, rowAt, totalWith } from "./rowPages";

const rows = (count: number): Row[] => Array.from({ length: count }, (_, id) => ({ id }));

const page = (over: Partial<Page>): Page => ({
  count: null,
  count_kind: "none",
  next: null,
  previous: null,
  results: rows(100),
  num_pages: null,
  per_page: 100,
  has_more: true,
  ...over,
});

describe("the pages of a range", () => {
  it("are those that hold its rows", () => {
    expect(pagesFor({ first: 0, end: 40 })).toEqual([0]);
    expect(pagesFor({ first: 80, end: 101 })).toEqual([0, 1]);
    expect(pagesFor({ first: 100, end: 200 })).toEqual([1]);
    expect(pagesFor({ first: 4_999_960, end: 5_000_000 })).toEqual([49_999]);
    expect(pagesFor({ first: 0, end: 0 })).toEqual([]);
  });

  it("give their rows by index", () => {
    const pageAt = (number: number) => (number === 2 ? page({}) : undefined);
    expect(rowAt(pageAt, 242)).toEqual({ id: 42 });
    expect(rowAt(pageAt, 142)).toBeUndefined();
  });
});

describe("the number of rows", () => {
  it("is what the table estimates until somebody counts", () => {
    expect(totalWith(null, 0, page({}), 4_900_000)).toEqual({ rows: 4_900_000, kind: "estimated" });
    expect(totalWith(null, 0, page({}), 20)).toEqual({ rows: 200, kind: "unknown" });
    expect(totalWith(null, 0, page({ results: rows(20), has_more: false }), 50)).toEqual({ rows: 20, kind: "exact" });
  });

  it("stays what was counted while pages arrive", () => {
    expect(totalWith({ rows: 150, kind: "exact" }, 0, page({}), 999)).toEqual({ rows: 150, kind: "exact" });
  });

  it("grows as pages arrive where nobody counted", () => {
    const first = totalWith(null, 0, page({}));
    expect(first).toEqual({ rows: 200, kind: "unknown" });
    const second = totalWith(first, 1, page({}));
    expect(second).toEqual({ rows: 300, kind: "unknown" });
    expect(totalWith(second, 2, page({ results: rows(17), has_more: false }))).toEqual({ rows: 217, kind: "exact" });
  });

  it("does not shrink when an earlier page arrives again", () => {
    const known = { rows: 5_000, kind: "unknown" } as const;
    expect(totalWith(known, 0, page({}))).toEqual(known);
  });

  it("outgrows an estimate that was too low", () => {
    const known = { rows: 150, kind: "estimated" } as const;
    expect(totalWith(known, 3, page({}))).toEqual({ rows: 500, kind: "estimated" });
  });

  it("shrinks to where an empty page shows that there is nothing", () => {
    const known = { rows: 5_000, kind: "estimated" } as const;
    expect(totalWith(known, 20, page({ results: [], has_more: false }))).toEqual({ rows: 2_000, kind: "unknown" });
  });

  it("is nothing in an empty table", () => {
    expect(totalWith(null, 0, page({ results: [], has_more: false }))).toEqual({ rows: 0, kind: "exact" });
  });
});
