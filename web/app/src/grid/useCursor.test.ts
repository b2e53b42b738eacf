import { expect, it } from "vitest";
import { type Cursor, cursorAfter, selectedRange } from "./useCursor";

const at = (row: number, column: number): Cursor => ({ active: { row, column }, head: { row, column }, editing: null });

it("selects a range from the active cell to where it is extended", () => {
  const cursor = cursorAfter(at(3, 1), { do: "extend", to: { row: 1, column: 2 } });
  expect(cursor.active).toEqual({ row: 3, column: 1 });
  expect(selectedRange(cursor)).toEqual({ top: 1, bottom: 3, left: 1, right: 2 });
  expect(selectedRange(cursorAfter(cursor, { do: "go", to: { row: 3, column: 1 } }))).toBeNull();
});

it("does not extend from the header", () => {
  const header = at(-1, 2);
  expect(cursorAfter(header, { do: "extend", to: { row: 4, column: 2 } })).toBe(header);
});

it("edits the active cell alone, and stops when the cursor goes on", () => {
  const range = cursorAfter(at(3, 1), { do: "extend", to: { row: 5, column: 1 } });
  const editing = cursorAfter(range, { do: "edit", typed: "x" });
  expect(editing).toEqual({ ...at(3, 1), editing: { typed: "x" } });
  expect(cursorAfter(editing, { do: "go", to: { row: 4, column: 1 } })).toEqual(at(4, 1));
  expect(cursorAfter(editing, { do: "stop" }).editing).toBeNull();
});
