import { describe, expect, it } from "vitest";
import { commandFor, type KeyStroke } from "./keyboard";

const size = { rows: 5_000_000, columns: 8, pageRows: 20 };
const at = { row: 100, column: 3 };
const key = (name: string, over: Partial<KeyStroke> = {}): KeyStroke => ({
  key: name,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...over,
});
const goesTo = (row: number, column: number, extend = false) => ({ do: "move", to: { row, column }, extend });

describe("moving", () => {
  it("goes by cell, page, line and table", () => {
    expect(commandFor(key("ArrowDown"), at, size)).toEqual(goesTo(101, 3));
    expect(commandFor(key("PageUp"), at, size)).toEqual(goesTo(80, 3));
    expect(commandFor(key("End"), at, size)).toEqual(goesTo(100, 7));
    expect(commandFor(key("End", { ctrlKey: true }), at, size)).toEqual(goesTo(4_999_999, 7));
    expect(commandFor(key("Home", { metaKey: true }), at, size)).toEqual(goesTo(0, 0));
    expect(commandFor(key("ArrowRight", { ctrlKey: true }), at, size)).toEqual(goesTo(100, 7));
    expect(commandFor(key("ArrowUp", { ctrlKey: true }), at, size)).toEqual(goesTo(0, 3));
  });

  it("stops at the edges, and at the header above the first row", () => {
    expect(commandFor(key("ArrowDown"), { row: 4_999_999, column: 0 }, size)).toEqual(goesTo(4_999_999, 0));
    expect(commandFor(key("ArrowUp"), { row: 0, column: 3 }, size)).toEqual(goesTo(-1, 3));
    expect(commandFor(key("PageUp"), { row: 3, column: 3 }, size)).toEqual(goesTo(0, 3));
  });

  it("extends the range with Shift, but not into the header", () => {
    expect(commandFor(key("ArrowLeft", { shiftKey: true }), at, size)).toEqual(goesTo(100, 2, true));
    expect(commandFor(key("ArrowUp", { shiftKey: true }), { row: 0, column: 3 }, size)).toEqual(goesTo(0, 3, true));
  });
});

describe("on a cell", () => {
  it("edits by Enter, F2 and typing", () => {
    expect(commandFor(key("Enter"), at, size)).toEqual({ do: "edit", typed: null });
    expect(commandFor(key("F2"), at, size)).toEqual({ do: "edit", typed: null });
    expect(commandFor(key("ü"), at, size)).toEqual({ do: "edit", typed: "ü" });
  });

  it("opens, ticks, empties and asks for the menu", () => {
    expect(commandFor(key(" "), at, size)).toEqual({ do: "open" });
    expect(commandFor(key(" ", { shiftKey: true }), at, size)).toEqual({ do: "check" });
    expect(commandFor(key("Enter", { ctrlKey: true }), at, size)).toEqual({ do: "setNull" });
    expect(commandFor(key("F10", { shiftKey: true }), at, size)).toEqual({ do: "menu" });
    expect(commandFor(key("f", { altKey: true }), at, size)).toEqual({ do: "menu" });
  });

  it("leaves other keys to the browser", () => {
    expect(commandFor(key("Tab"), at, size)).toBeNull();
    expect(commandFor(key("c", { ctrlKey: true }), at, size)).toBeNull();
    expect(commandFor(key("k", { ctrlKey: true }), at, size)).toBeNull();
    expect(commandFor(key("F5"), at, size)).toBeNull();
  });
});

describe("on a header", () => {
  const header = { row: -1, column: 3 };

  it("sorts, resizes, moves and opens its menu", () => {
    expect(commandFor(key("Enter"), header, size)).toEqual({ do: "sort", add: false });
    expect(commandFor(key("Enter", { shiftKey: true }), header, size)).toEqual({ do: "sort", add: true });
    expect(commandFor(key("ArrowRight", { altKey: true }), header, size)).toEqual({ do: "resize", by: 16 });
    expect(commandFor(key("ArrowLeft", { altKey: true, shiftKey: true }), header, size)).toEqual({
      do: "shift",
      step: -1,
    });
    expect(commandFor(key(" "), header, size)).toEqual({ do: "menu" });
  });

  it("goes down to the first row and sideways", () => {
    expect(commandFor(key("ArrowDown"), header, size)).toEqual(goesTo(0, 3));
    expect(commandFor(key("End"), header, size)).toEqual(goesTo(-1, 7));
  });

  it("does not edit", () => {
    expect(commandFor(key("x"), header, size)).toBeNull();
  });
});
