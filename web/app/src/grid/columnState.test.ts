import { describe, expect, it } from "vitest";
import {
  emptyColumnState,
  hideColumn,
  moveColumn,
  orderedColumns,
  resizeColumn,
  shiftColumn,
  togglePin,
  visibleColumns,
} from "./columnState";

const names = ["id", "number", "status", "total", "created_at"];
const state = (over: Partial<typeof emptyColumnState>) => ({ ...emptyColumnState, ...over });

describe("the order", () => {
  it("is the table's own unless somebody changed it", () => {
    expect(orderedColumns(emptyColumnState, names)).toEqual(names);
  });

  it("drops columns that the table has no longer", () => {
    expect(orderedColumns(state({ order: ["gone", "total", "total", "id"] }), ["id", "total"])).toEqual([
      "total",
      "id",
    ]);
  });

  it("puts a new column after its left neighbour", () => {
    const order = ["total", "number", "id"];
    expect(orderedColumns(state({ order }), ["id", "number", "status", "total"])).toEqual([
      "total",
      "number",
      "status",
      "id",
    ]);
    expect(orderedColumns(state({ order: ["b"] }), ["a", "b"])).toEqual(["a", "b"]);
  });
});

describe("what is shown", () => {
  it("leaves out the hidden and puts the pinned first", () => {
    const shown = visibleColumns(state({ hidden: ["status"], pinned: ["total", "gone"] }), names);
    expect(shown).toEqual({ pinned: ["total"], center: ["id", "number", "created_at"] });
  });

  it("is everything where everything is hidden", () => {
    expect(visibleColumns(state({ hidden: names }), names).center).toEqual(names);
  });
});

describe("changes", () => {
  it("move a column before another, or to the end", () => {
    expect(moveColumn(emptyColumnState, names, "total", "number").order).toEqual([
      "id",
      "total",
      "number",
      "status",
      "created_at",
    ]);
    expect(moveColumn(emptyColumnState, names, "id", null).order.at(-1)).toBe("id");
  });

  it("move pinned columns among the pinned", () => {
    const pinned = state({ pinned: ["id", "number"] });
    expect(moveColumn(pinned, names, "number", "id")).toEqual(state({ pinned: ["number", "id"] }));
  });

  it("step over hidden columns", () => {
    const moved = shiftColumn(state({ hidden: ["status"] }), names, "number", 1);
    expect(visibleColumns(moved, names).center).toEqual(["id", "total", "number", "created_at"]);
    const back = shiftColumn(moved, names, "number", -1);
    expect(visibleColumns(back, names).center).toEqual(["id", "number", "total", "created_at"]);
  });

  it("stop at the edge", () => {
    expect(shiftColumn(emptyColumnState, names, "id", -1)).toBe(emptyColumnState);
    expect(shiftColumn(emptyColumnState, names, "created_at", 1)).toBe(emptyColumnState);
  });

  it("reach the last place", () => {
    expect(shiftColumn(emptyColumnState, names, "total", 1).order.at(-1)).toBe("total");
  });

  it("pin, unpin, hide and keep widths sane", () => {
    expect(togglePin(togglePin(emptyColumnState, "id"), "id")).toEqual(emptyColumnState);
    expect(hideColumn(hideColumn(emptyColumnState, "id"), "id").hidden).toEqual(["id"]);
    expect(resizeColumn(emptyColumnState, "id", 3).widths).toEqual({ id: 48 });
    expect(resizeColumn(emptyColumnState, "id", 99_999).widths).toEqual({ id: 800 });
  });
});
