import { describe, expect, it } from "vitest";
import { parseArray } from "./array/parseArray";
import { bytesText, imageAddress, parseBase64, parseHex, toHex } from "./bytes/bytes";
import { optionTitle } from "./enum/optionTitle";
import { imageSource } from "./image/imageSource";
import { parseInterval, readableInterval } from "./interval/parseInterval";
import { linkTarget } from "./link/link";
import { parseClock } from "./time/parseClock";
import { parseUuid } from "./uuid/parseUuid";

describe("bytes", () => {
  it("are written as hexadecimal and read back", () => {
    expect(toHex("3q2+7w==")).toBe("de ad be ef");
    expect(parseHex("\\xDEADBEEF")).toEqual({ value: "3q2+7w==" });
    expect(parseHex("abc")).toEqual({ problem: "fields.problem.hex" });
    expect(parseBase64("3q2+7w")).toEqual({ problem: "fields.problem.base64" });
  });

  it("say their kind and size", () => {
    expect(bytesText({ $bytes: 42_000 })).toBe("42 kB");
    expect(bytesText("iVBORw0KGgoAAAANSUhEUgAA")).toBe("PNG, 18 B");
  });

  it("are drawn where they are a raster image, never as SVG", () => {
    expect(imageAddress("iVBORw0KGgo=")).toBe("data:image/png;base64,iVBORw0KGgo=");
    expect(imageAddress(btoa("<svg onload='alert(1)'>"))).toBeNull();
  });
});

describe("a link", () => {
  it("leads to addresses and e-mails only", () => {
    expect(linkTarget("https://example.com/a b")).toBeNull();
    expect(linkTarget("https://example.com/a")).toBe("https://example.com/a");
    expect(linkTarget("ana@example.com")).toBe("mailto:ana@example.com");
    expect(linkTarget("javascript:alert(1)")).toBeNull();
  });

  it("of an image asks no other host", () => {
    expect(imageSource("https://tracker.example/x.png", "https://admin.example")).toBeNull();
    expect(imageSource("https://admin.example.evil/x.png", "https://admin.example")).toBeNull();
    expect(imageSource("https://admin.example/x.png", "https://admin.example")).toBe("https://admin.example/x.png");
  });
});

describe("an interval", () => {
  it.each([
    ["P1DT2H30M", "P1DT2H30M"],
    ["26:30", "PT26H30M"],
    ["-1:00:00.5", "-PT1H0M0.5S"],
    ["2 days", "P2D"],
    ["1 mo 2 d 3 h 4 min", "P1M2DT3H4M"],
    ["1 year 2 mons, 1.5 s", "P1Y2MT1.5S"],
    ["-3 hours", "-PT3H"],
  ])("takes %s", (typed, value) => {
    expect(parseInterval(typed)).toEqual({ value });
  });

  it("takes no unit twice and none that it does not know", () => {
    expect(parseInterval("1 d 2 days")).toEqual({ problem: "fields.problem.interval" });
    expect(parseInterval("3 fortnights")).toEqual({ problem: "fields.problem.interval" });
  });

  it("reads as words", () => {
    expect(readableInterval("P1M2DT3H4M")).toBe("1 mo 2 d 3 h 4 min");
  });
});

it("a list is JSON, or lines where it holds texts", () => {
  expect(parseArray("[1, 2]", "integer")).toEqual({ value: [1, 2] });
  expect(parseArray("red\nblue", "text")).toEqual({ value: ["red", "blue"] });
  expect(parseArray("1", "integer")).toEqual({ problem: "fields.problem.array" });
});

it("a time keeps its zone, a UUID its spelling", () => {
  expect(parseClock("9:30+02")).toEqual({ value: "09:30:00+02" });
  expect(parseUuid("6F9619FF-8B86-D011-B42D-00CF4FC964FF")).toEqual({ value: "6F9619FF-8B86-D011-B42D-00CF4FC964FF" });
  expect(parseUuid("6F9619FF")).toEqual({ problem: "fields.problem.uuid" });
});

it("an option reads as words", () => {
  expect(optionTitle("in_progress")).toBe("In progress");
  expect(optionTitle("iOS")).toBe("iOS");
});
