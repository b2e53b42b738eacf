import { describe, expect, it } from "vitest";
import {
  formatBytes,
  formatCompact,
  formatCount,
  formatDate,
  formatMoment,
  formatMoney,
  formatNumber,
} from "./formatters";
import { pillHue } from "./pillHue";

describe("formatters", () => {
  it("abbreviates counts", () => {
    expect([0, 312, 8213, 99_950, 100_000, 2_500_000].map((n) => formatCompact(n, "en"))).toEqual([
      "0",
      "312",
      "8.2k",
      "100k",
      "100k",
      "2.5M",
    ]);
    expect(formatCount(100_000, "en")).toBe("100,000");
  });

  it("keeps every digit of a decimal", () => {
    expect(formatNumber("12345678901234567890.123456789", undefined, "en")).toBe(
      "12,345,678,901,234,567,890.123456789",
    );
    expect(formatMoney("1181.99", "EUR", "en")).toBe("€1,181.99");
  });

  it("never shifts a date", () => {
    expect(formatDate("2026-11-21", "en")).toBe("Nov 21, 2026");
    expect(formatDate("0099-01-01", "en")).toContain("99");
    expect(formatDate("nonsense", "en")).toBe("nonsense");
  });

  it("shows a moment in a zone", () => {
    expect(formatMoment("2026-11-21T23:30:00+00:00", "Asia/Tokyo", "en")).toMatch(/Nov 22, 2026, 8:30\sAM/);
  });
});

describe("pillHue", () => {
  it("is the same for the same value, and known for words of state", () => {
    expect(pillHue("Lyon")).toBe(pillHue("lyon"));
    expect(pillHue("paid")).toBe(160);
    expect(pillHue("draft")).toBeNull();
  });
});

it("tells sizes in the unit that suits them", () => {
  expect([0, 999, 1000, 1_540_000].map((bytes) => formatBytes(bytes, "en"))).toEqual([
    "0 bytes",
    "999 bytes",
    "1 kB",
    "1.5 MB",
  ]);
});
