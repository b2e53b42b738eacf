import { expect, it } from "vitest";
import { type ExportFormat, rowCounter } from "../src/exports.js";

const counted = (format: ExportFormat, ...chunks: string[]) => {
  const count = rowCounter(format);
  return chunks.map((chunk) => count(new TextEncoder().encode(chunk)));
};

it("counts lines of CSV, but neither its head nor lines inside of quotes", () => {
  expect(counted("csv", "id,no", 'te\r\n1,"two\nli', 'nes ""quoted"""\r\n2,', '"b"\r\n')).toEqual([0, 0, 1, 2]);
});

it("counts lines of JSON, whatever stands in its texts", () => {
  expect(counted("ndjson", '{"a": "\\""}\n{"a"', ": 1}\n")).toEqual([1, 2]);
});

it("says nothing of workbooks", () => {
  expect(counted("xlsx", "PK\n\n")).toEqual([null]);
});
