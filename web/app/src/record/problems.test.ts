import { expect, it } from "vitest";
import { columnOfPointer, refusalOf } from "./problems";

const problem = { type: "", title: "", status: 422, code: "invalid_value", detail: "" };

it("a pointer names its column, whatever characters that has", () => {
  expect(columnOfPointer("/quantity")).toBe("quantity");
  expect(columnOfPointer("/a~1b~0c/0")).toBe("a/b~c");
  expect(columnOfPointer("/Quantity +%")).toBe("Quantity +%");
});

it("a refusal lands on its field, what has none stands above", () => {
  const errors = [
    { pointer: "/total", code: "x", detail: "takes a number" },
    { pointer: "/hidden", code: "x", detail: "is required" },
    { pointer: "", code: "x", detail: "the row already exists" },
  ];
  expect(refusalOf({ ...problem, errors }, ["total"])).toEqual({
    fields: { total: "Takes a number" },
    rest: ["hidden: is required", "The row already exists"],
  });
});
