import { expect, it } from "vitest";
import { columnsInView, drawnIndexes, scrollLeftShowing } from "./columnWindow";

const boxes = (count: number) => Array.from({ length: count }, (_, index) => ({ left: index * 100, width: 100 }));

it("draws all of a few columns", () => {
  expect(columnsInView(boxes(40), 0, 500)).toEqual({ first: 0, end: 40 });
});

it("draws those in view, and some around, of many", () => {
  expect(columnsInView(boxes(200), 0, 1_000)).toEqual({ first: 0, end: 13 });
  expect(columnsInView(boxes(200), 10_000, 1_000)).toEqual({ first: 97, end: 113 });
  expect(columnsInView(boxes(200), 19_000, 1_000)).toEqual({ first: 187, end: 200 });
});

it("scrolls sideways just enough", () => {
  expect(scrollLeftShowing({ left: 500, width: 100 }, 0, 1_000)).toBe(0);
  expect(scrollLeftShowing({ left: 950, width: 100 }, 0, 1_000)).toBe(50);
  expect(scrollLeftShowing({ left: 200, width: 100 }, 600, 1_000)).toBe(200);
  expect(scrollLeftShowing({ left: 200, width: 2_000 }, 0, 1_000)).toBe(200);
});

it("keeps what has the focus drawn, in its order", () => {
  expect(drawnIndexes({ first: 4, end: 7 }, null)).toEqual([4, 5, 6]);
  expect(drawnIndexes({ first: 4, end: 7 }, 5)).toEqual([4, 5, 6]);
  expect(drawnIndexes({ first: 4, end: 7 }, 1)).toEqual([1, 4, 5, 6]);
  expect(drawnIndexes({ first: 4, end: 7 }, 90)).toEqual([4, 5, 6, 90]);
});
