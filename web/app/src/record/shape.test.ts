import { describe, expect, it } from "vitest";
import { column } from "../fields/exampleTable";
import { findingOf } from "./shape";

const message = (...of: Parameters<typeof findingOf>) => findingOf(...of)?.message ?? null;

describe("a value that is not given", () => {
  it("is missed where the column is required", () => {
    expect(message(column({ required: true }), undefined, "create")).toBe("fields.problem.required");
    expect(message(column({ required: true }), undefined, "edit")).toBeNull();
    expect(message(column({ required: false }), undefined, "create")).toBeNull();
  });

  it("may be null only where null is allowed", () => {
    expect(message(column({ nullable: false }), null, "edit")).toBe("fields.problem.required");
    expect(message(column({ nullable: true }), null, "edit")).toBeNull();
  });
});

describe("a text", () => {
  it("is counted in characters as the database counts them", () => {
    expect(message(column({ length: 2 }), "👍🏽", "edit")).toBeNull();
    expect(findingOf(column({ length: 2 }), "abc", "edit")).toMatchObject({
      message: "fields.problem.tooLong",
      facts: { length: 2 },
    });
  });

  it("is one of the options", () => {
    expect(message(column({ type: "enum", options: ["new", "paid"] }), "paid", "edit")).toBeNull();
    expect(message(column({ type: "enum", options: ["new", "paid"] }), "lost", "edit")).toBe("fields.problem.option");
  });
});

describe("a number", () => {
  it("keeps to its range without becoming a float", () => {
    const large = column({ type: "integer", minimum: -32768, maximum: 32767 });
    expect(message(large, 32767, "edit")).toBeNull();
    expect(message(large, 32768, "edit")).toBe("fields.problem.tooLarge");
    expect(message(large, "-99999999999999999999", "edit")).toBe("fields.problem.tooSmall");
  });

  it("is whole in an integer", () => {
    expect(message(column({ type: "integer" }), "1.5", "edit")).toBe("fields.problem.integer");
  });

  it("may be none, in a column of PostgreSQL", () => {
    expect(message(column({ type: "float" }), "NaN", "edit")).toBeNull();
    expect(message(column({ type: "decimal", precision: 6, scale: 2 }), "-Infinity", "edit")).toBeNull();
    expect(message(column({ type: "float" }), "nothing", "edit")).toBe("fields.problem.number");
  });

  it("keeps to precision and scale, zeros aside", () => {
    const price = column({ type: "decimal", precision: 6, scale: 2 });
    expect(message(price, "9999.99", "edit")).toBeNull();
    expect(message(price, "0009999.9900", "edit")).toBeNull();
    expect(message(price, "10000", "edit")).toBe("fields.problem.tooManyDigits");
    expect(message(price, "1.005", "edit")).toBe("fields.problem.tooFine");
  });
});

it("a type without a rule is left to the server", () => {
  expect(message(column({ type: "geometry" }), { type: "Point" }, "edit")).toBeNull();
  expect(message(column({ type: "json" }), [1, { a: null }], "edit")).toBeNull();
});
