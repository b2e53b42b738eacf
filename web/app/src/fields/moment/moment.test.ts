import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { parseStamp, showStamp } from "../timestamp/stamp";
import { momentInUtc, momentToWall, parseDate, parseTime, wallToMoment } from "./moment";
import { readableDate, readableMoment, readableStamp } from "./readable";

beforeEach(() => vi.stubEnv("TZ", "Europe/Berlin"));
afterEach(() => vi.unstubAllEnvs());

describe("a moment", () => {
  it("is shown on the viewer's clock and comes back with every digit", () => {
    const stored = "2026-07-01T22:30:00.123456+00:00";
    expect(momentToWall(stored)).toBe("2026-07-02 00:30:00.123456");
    expect(wallToMoment("2026-07-02 00:30:00.123456")).toBe(stored);
  });

  it("keeps the winter's hour in winter", () => {
    expect(wallToMoment("2026-01-02 00:30")).toBe("2026-01-01T23:30:00+00:00");
  });

  it("takes a zone that is typed", () => {
    expect(wallToMoment("2026-01-02 00:30:00 -05:00")).toBe("2026-01-02T05:30:00+00:00");
    expect(wallToMoment("2026-01-02T00:30:00Z")).toBe("2026-01-02T00:30:00+00:00");
  });

  it("of a far year survives", () => {
    expect(wallToMoment(momentToWall("9999-12-31T23:59:59.999999+00:00"))).toBe("9999-12-31T23:59:59.999999+00:00");
    expect(wallToMoment(momentToWall("0045-03-15T12:00:00+00:00"))).toBe("0045-03-15T12:00:00+00:00");
    expect(wallToMoment(momentToWall("294276-12-31T23:59:59+00:00"))).toBe("294276-12-31T23:59:59+00:00");
    expect(momentToWall("infinity")).toBe("infinity");
    expect(wallToMoment("infinity")).toBe("infinity");
  });

  it("says its UTC", () => {
    expect(momentInUtc("2026-07-02T00:30:00.5+02:00")).toBe("2026-07-01 22:30:00.5 UTC");
  });
});

describe("a timestamp without a zone", () => {
  it("is shown and read as it is stored, an hour that the viewer's clock skips too", () => {
    const stored = "2026-03-29T02:30:00.000001";
    expect(showStamp(stored)).toBe("2026-03-29 02:30:00.000001");
    expect(parseStamp(showStamp(stored))).toEqual({ value: stored });
    expect(readableStamp(stored)).toContain("2:30");
  });

  it("refuses a zone rather than shifting", () => {
    expect(parseStamp("2026-03-29 02:30:00+02:00")).toEqual({ problem: "fields.problem.timestamp" });
  });
});

describe("a date", () => {
  it("never shifts, wherever the viewer is", () => {
    vi.stubEnv("TZ", "Pacific/Kiritimati");
    expect(readableDate("2026-11-21")).toContain("21");
    vi.stubEnv("TZ", "Pacific/Pago_Pago");
    expect(readableDate("2026-11-21")).toContain("21");
  });

  it("is a day of the calendar", () => {
    expect(parseDate("2024-02-29")).toBe("2024-02-29");
    expect(parseDate("2026-02-29")).toBeNull();
    expect(parseDate("2026-13-01")).toBeNull();
  });
});

it("a time is filled up to seconds and keeps its fraction", () => {
  expect(parseTime("9:05")).toBe("09:05:00");
  expect(parseTime("09:05:06.123456")).toBe("09:05:06.123456");
  expect(parseTime("25:00")).toBeNull();
});

it("what no calendar knows is shown as it is stored", () => {
  expect(readableMoment("infinity")).toBe("infinity");
  expect(readableDate("0044-03-15 BC")).toBe("0044-03-15 BC");
});
