import { describe, expect, it } from "vitest";
import {
  MAX_TRACK,
  maxPosition,
  maxScrollTop,
  positionAt,
  positionShowing,
  rowsInView,
  type ScrollPoint,
  scrolled,
  scrollTopAt,
  settled,
  stuck,
  TOP,
  trackOf,
} from "./rowWindow";

const VIEWPORT = 800;
const small = trackOf(1_000, 34, VIEWPORT);
const large = trackOf(5_000_000, 34, VIEWPORT);

describe("a table that fits the track", () => {
  it("scrolls like any page", () => {
    expect(positionAt(small, 1_234)).toBe(1_234);
    expect(scrolled(small, TOP, 30_000)).toEqual({ scrollTop: 30_000, position: 30_000 });
  });

  it("shows the rows under the viewport", () => {
    expect(rowsInView(small, 340)).toEqual({ first: 10, end: 34 });
    expect(rowsInView(small, 340, 4)).toEqual({ first: 6, end: 38 });
    expect(rowsInView(trackOf(3, 34, VIEWPORT), 0, 4)).toEqual({ first: 0, end: 3 });
    expect(rowsInView(trackOf(0, 34, VIEWPORT), 0, 4)).toEqual({ first: 0, end: 0 });
  });
});

describe("five million rows", () => {
  it("stays on a track that every browser can lay out", () => {
    expect(large.length).toBe(MAX_TRACK);
    expect(large.content).toBe(170_000_000);
  });

  it("has the first row at the top and the last at the bottom", () => {
    expect(positionAt(large, 0)).toBe(0);
    expect(positionAt(large, maxScrollTop(large))).toBe(maxPosition(large));
    expect(rowsInView(large, positionAt(large, maxScrollTop(large))).end).toBe(5_000_000);
  });

  it("never goes back while the scroll bar goes on", () => {
    let before = -1;
    for (let top = 0; top <= maxScrollTop(large); top += 7_919) {
      const position = positionAt(large, top);
      expect(position).toBeGreaterThan(before);
      before = position;
    }
  });

  it("reaches every row by its own position", () => {
    for (const index of [0, 1, 2_940, 2_941, 2_942, 77_777, 2_500_000, 4_997_000, 4_999_998, 4_999_999]) {
      const point = settled(large, positionShowing(large, 0, index));
      const rows = rowsInView(large, point.position);
      expect(rows.first).toBeLessThanOrEqual(index);
      expect(rows.end).toBeGreaterThan(index);
      expect(positionAt(large, point.scrollTop)).toBeCloseTo(point.position, 3);
    }
  });

  it("gives back the scrollTop of a position", () => {
    for (const top of [0, 50, 99_999, 100_001, 4_000_000, 7_899_000, maxScrollTop(large)]) {
      expect(scrollTopAt(large, positionAt(large, top))).toBeCloseTo(top, 6);
    }
  });

  it("moves 1:1 for the wheel, in the middle too", () => {
    const middle = settled(large, 85_000_000);
    const next = scrolled(large, middle, middle.scrollTop + 100);
    expect(next.position - middle.position).toBe(100);
    const back = scrolled(large, next, middle.scrollTop);
    expect(back.position).toBe(middle.position);
  });

  it("jumps in proportion for the scroll bar", () => {
    const point = scrolled(large, TOP, maxScrollTop(large) / 2);
    expect(point.position).toBeCloseTo(maxPosition(large) / 2, 0);
  });

  it("never moves against the scroll, whatever drift the wheel has left", () => {
    let up = settled(large, 85_000_000);
    for (let step = 0; step < 500; step++) up = scrolled(large, up, up.scrollTop - 100);
    const jump = scrolled(large, up, up.scrollTop + 3_000);
    expect(jump.position).toBeGreaterThanOrEqual(up.position + 3_000);
  });

  it("notices an end of the track that is no end of the rows, and goes on from there", () => {
    const point: ScrollPoint = { scrollTop: 0, position: 5_000 };
    expect(stuck(large, point)).toBe(true);
    const free = settled(large, point.position);
    expect(free).toEqual({ scrollTop: 5_000, position: 5_000 });
    expect(stuck(large, free)).toBe(false);
  });

  it("reaches the last row by wheel alone from anywhere near it", () => {
    let point = settled(large, maxPosition(large) - 250_000);
    for (let step = 0; step < 3_000; step++) {
      point = scrolled(large, point, Math.min(maxScrollTop(large), point.scrollTop + 100));
      if (stuck(large, point)) point = settled(large, point.position);
    }
    expect(point.position).toBe(maxPosition(large));
    expect(point.scrollTop).toBe(maxScrollTop(large));
  });
});

describe("showing a row", () => {
  it("does not move where the row is in view already", () => {
    expect(positionShowing(large, 340, 12)).toBe(340);
  });

  it("moves just enough up or down", () => {
    expect(positionShowing(large, 3_400, 50)).toBe(1_700);
    expect(positionShowing(large, 0, 100)).toBe(101 * 34 - VIEWPORT);
  });
});
