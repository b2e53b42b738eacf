import { expect, it } from "vitest";
import { directionOf, toggleSort } from "./sortOrder";

it("goes through ascending, descending and none", () => {
  const first = toggleSort([], "total", false);
  expect(first).toEqual([{ column: "total", descending: false }]);
  const second = toggleSort(first, "total", false);
  expect(directionOf(second, "total")).toBe("descending");
  expect(toggleSort(second, "total", false)).toEqual([]);
});

it("replaces the order unless asked to add", () => {
  const order = [{ column: "status", descending: true }];
  expect(toggleSort(order, "total", false)).toEqual([{ column: "total", descending: false }]);
  expect(toggleSort(order, "total", true)).toEqual([...order, { column: "total", descending: false }]);
});

it("changes one column of several in its place", () => {
  const order = [
    { column: "status", descending: false },
    { column: "total", descending: false },
  ];
  expect(toggleSort(order, "status", true)).toEqual([
    { column: "status", descending: true },
    { column: "total", descending: false },
  ]);
  expect(toggleSort([{ column: "status", descending: true }, ...order.slice(1)], "status", true)).toEqual(
    order.slice(1),
  );
});
