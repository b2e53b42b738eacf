import { describe, expect, it } from "vitest";
import { cellCount, columnsInRange, indexesBetween, rangeNumbers, rangeOf } from "./selection";

describe("a range", () => {
  const range = rangeOf({ row: 9, column: 3 }, { row: 4, column: 1 });

  it("is the same whichever corner it starts from", () => {
    expect(range).toEqual({ top: 4, bottom: 9, left: 1, right: 3 });
    expect(rangeOf({ row: 4, column: 1 }, { row: 9, column: 3 })).toEqual(range);
  });

  it("counts its cells", () => {
    expect(cellCount(range)).toBe(18);
  });

  it("says which columns of a row it covers", () => {
    expect(columnsInRange(range, 4)).toEqual([1, 3]);
    expect(columnsInRange(range, 10)).toBeNull();
    expect(columnsInRange(null, 4)).toBeNull();
  });
});

describe("the numbers of a range", () => {
  it("add decimals exactly", () => {
    const values = ["0.10", "0.20", "1181.99"];
    expect(rangeNumbers(values, values)).toEqual({ count: 3, numeric: 3, sum: "1182.29", average: 1182.29 / 3 });
  });

  it("add past what a float holds", () => {
    const values = ["9007199254740993", "-0.5"];
    expect(rangeNumbers(values, values).sum).toBe("9007199254740992.5");
  });

  it("add floats with exponents", () => {
    expect(rangeNumbers([1e21, 1], [1e21, 1]).sum).toBe("1e+21");
  });

  it("skip what is empty or no number", () => {
    expect(rangeNumbers([1, null, "Lyon", 2], [1, null])).toEqual({ count: 3, numeric: 1, sum: "1", average: 1 });
    expect(rangeNumbers(["Lyon", null], [])).toEqual({ count: 1, numeric: 0, sum: null, average: null });
    expect(rangeNumbers([true, "", "x"], [true, "", "x"]).sum).toBeNull();
  });

  it("keep the sign of small negative sums", () => {
    expect(rangeNumbers(["-0.05"], ["-0.05"]).sum).toBe("-0.05");
  });
});

it("ticks the rows between two clicks in both directions", () => {
  expect(indexesBetween(3, 6)).toEqual([3, 4, 5, 6]);
  expect(indexesBetween(6, 3)).toEqual([3, 4, 5, 6]);
  expect(indexesBetween(5, 5)).toEqual([5]);
});
