import { describe, expect, it } from "vitest";
import { column } from "../exampleTable";
import { compareDecimals, formatDecimal, plainDigits, trimZeros } from "./decimal";
import { parseNumber } from "./parseNumber";

describe("formatDecimal", () => {
  it.each([
    ["12345678901234567890.123456789012345678", "12,345,678,901,234,567,890.123456789012345678"],
    ["0.10000000000000000001", "0.10000000000000000001"],
    ["-0.50", "-0.50"],
    ["9007199254740993", "9,007,199,254,740,993"],
    ["NaN", "NaN"],
  ])("loses no digit of %s", (stored, shown) => {
    expect(formatDecimal(stored, { locale: "en" })).toBe(shown);
  });

  it("writes a currency with its own digits, and more where they are there", () => {
    expect(formatDecimal("1181.9", { currency: "EUR", locale: "en" })).toBe("€1,181.90");
    expect(formatDecimal("0.0525", { currency: "USD", locale: "en" })).toBe("$0.0525");
    expect(formatDecimal("90071992547409931", { currency: "JPY", locale: "en" })).toBe("¥90,071,992,547,409,931");
  });
});

it("drops only zeros that say nothing", () => {
  expect(trimZeros("342.9600", 2)).toBe("342.96");
  expect(trimZeros("342.9610", 2)).toBe("342.961");
  expect(trimZeros("5.0000", 0)).toBe("5");
});

it("compares decimals that no float tells apart", () => {
  expect(compareDecimals("0.30000000000000000001", "0.3")).toBe(1);
  expect(compareDecimals("-10", "9.99")).toBe(-1);
  expect(compareDecimals("1.50", "1.5")).toBe(0);
});

it("reads what a spreadsheet pastes", () => {
  expect(plainDigits("€ 1,181.99")).toBe("1181.99");
  expect(plainDigits("12 000 000")).toBe("12000000");
  expect(plainDigits("1,5")).toBe("1,5");
});

describe("what is typed into a number", () => {
  it("stays text in a decimal", () => {
    expect(parseNumber("0.10", column({ type: "decimal" }))).toEqual({ value: "0.10" });
  });

  it("stays text in an integer that no number holds", () => {
    expect(parseNumber("9007199254740993", column({ type: "integer" }))).toEqual({ value: "9007199254740993" });
    expect(parseNumber("42", column({ type: "integer" }))).toEqual({ value: 42 });
  });

  it("that is none is its name as text", () => {
    expect(parseNumber("NaN", column({ type: "float" }))).toEqual({ value: "NaN" });
    expect(parseNumber("-Infinity", column({ type: "decimal" }))).toEqual({ value: "-Infinity" });
  });

  it("is refused where it is none", () => {
    expect(parseNumber("1.5", column({ type: "integer" }))).toEqual({ problem: "fields.problem.integer" });
    expect(parseNumber("NaN", column({ type: "integer" }))).toEqual({ problem: "fields.problem.integer" });
    expect(parseNumber("1,5", column({ type: "decimal" }))).toEqual({ problem: "fields.problem.number" });
  });

  it("is nothing where nothing is typed", () => {
    expect(parseNumber(" ", column({ type: "integer" }))).toEqual({ value: null });
  });
});
