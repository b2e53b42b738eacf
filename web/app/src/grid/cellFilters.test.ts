import { describe, expect, it } from "vitest";
import type { Column } from "../api/types";
import { canBeFiltered, canBeTyped, cellFilters, choices, typedFilter } from "./cellFilters";

const column = (over: Partial<Column>): Column => ({
  name: "total",
  type: "decimal",
  native: "numeric",
  nullable: true,
  required: false,
  writable: true,
  creatable: true,
  updatable: true,
  generated: false,
  identity: "",
  default: null,
  length: null,
  precision: null,
  scale: null,
  minimum: null,
  maximum: null,
  options: [],
  item: null,
  comment: "",
  ops: ["eq", "gt", "lt", "is_null"],
  sortable: true,
  ...over,
});

describe("a cell suggests", () => {
  it("its value, its opposite, more and less", () => {
    expect(cellFilters(column({}), "12.50", false)).toEqual([
      { id: "only", item: { column: "total", op: "eq", value: "12.50" } },
      { id: "not", item: { column: "total", op: "eq", value: "12.50", exclude: true } },
      { id: "greater", item: { column: "total", op: "gt", value: "12.50" } },
      { id: "less", item: { column: "total", op: "lt", value: "12.50" } },
    ]);
  });

  it("no order for foreign keys and texts", () => {
    expect(cellFilters(column({ type: "integer" }), 7, true).map((filter) => filter.id)).toEqual(["only", "not"]);
    expect(cellFilters(column({ type: "text" }), "x", false).map((filter) => filter.id)).toEqual(["only", "not"]);
  });

  it("only what the column can do", () => {
    expect(cellFilters(column({ ops: ["eq"] }), 1, false)).toHaveLength(2);
    expect(cellFilters(column({ ops: [] }), 1, false)).toEqual([]);
    expect(cellFilters(column({ type: "json" }), { a: 1 }, false)).toEqual([]);
  });

  it("whether there is a file, not which", () => {
    const photo = column({ type: "text", file: { accept: [], most_bytes: 1 } });
    expect(cellFilters(photo, "x/a.png", false).map((filter) => filter.id)).toEqual(["empty", "notEmpty"]);
  });

  it("emptiness where it is empty", () => {
    expect(cellFilters(column({}), null, false).map((filter) => filter.item)).toEqual([
      { column: "total", op: "is_null", value: true },
      { column: "total", op: "is_null", value: false },
    ]);
  });
});

describe("text typed at a head", () => {
  it("is looked for inside of texts", () => {
    const text = column({ type: "text", ops: ["eq", "icontains"] });
    expect(typedFilter(text, " lyon ", "lyon")).toEqual({ column: "total", op: "icontains", value: "lyon" });
  });

  it("is the value elsewhere, or nothing", () => {
    expect(typedFilter(column({}), "12", "12")).toEqual({ column: "total", op: "eq", value: "12" });
    expect(typedFilter(column({}), "lyon", undefined)).toBeNull();
    expect(typedFilter(column({}), "  ", null)).toBeNull();
  });
});

describe("the head of a column offers", () => {
  it("the few values that there are instead of an input", () => {
    const status = column({ type: "enum", options: ["new", "paid"] });
    expect(choices(status)).toEqual(["new", "paid"]);
    expect(choices(column({ type: "boolean" }))).toEqual([true, false]);
    expect(canBeTyped(status, false)).toBe(false);
    expect(canBeTyped(column({}), false)).toBe(true);
  });

  it("nothing where nothing can be asked", () => {
    expect(canBeFiltered(column({ ops: [] }), false)).toBe(false);
    expect(canBeFiltered(column({ nullable: false }), true)).toBe(false);
    expect(canBeFiltered(column({}), true)).toBe(true);
  });
});
