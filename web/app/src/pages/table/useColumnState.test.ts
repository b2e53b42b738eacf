import { expect, it } from "vitest";
import { emptyColumnState, hideColumn, moveColumn, resizeColumn } from "../../grid/columnState";
import { addressOf } from "./useColumnState";

const table = { names: ["id", "number", "total"], initial: emptyColumnState };

it("names the columns in the address once they are others than the table's", () => {
  const hidden = hideColumn(emptyColumnState, "number");
  expect(addressOf(emptyColumnState, hidden, table, undefined)).toBe("id,total");
  const moved = moveColumn(hidden, table.names, "total", "id");
  expect(addressOf(hidden, moved, table, "id,total")).toBe("total,id");
  expect(addressOf(moved, emptyColumnState, table, "total,id")).toBeUndefined();
});

it("leaves the address alone where only a width changed", () => {
  const hidden = hideColumn(emptyColumnState, "number");
  expect(addressOf(hidden, resizeColumn(hidden, "id", 90), table, undefined)).toBeUndefined();
});
