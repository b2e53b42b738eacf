import { expect, it } from "vitest";
import { dropIndex } from "./useHeaderDrag";

const boxes = [
  { left: 0, width: 100 },
  { left: 100, width: 40 },
  { left: 140, width: 200 },
];

it("drops a head before the one whose first half it is over", () => {
  expect(dropIndex(boxes, -20)).toBe(0);
  expect(dropIndex(boxes, 49)).toBe(0);
  expect(dropIndex(boxes, 51)).toBe(1);
  expect(dropIndex(boxes, 130)).toBe(2);
});

it("drops it last past the middle of the last one", () => {
  expect(dropIndex(boxes, 241)).toBe(3);
});
