import { expect, it } from "vitest";
import { safeTarget } from "./safeTarget";

it("leads to this site only", () => {
  expect(safeTarget("/b1/orders?q=a#x")).toBe("/b1/orders?q=a#x");
  expect(safeTarget("/%09/evil.example")).toBe("/%09/evil.example");
  for (const bad of [
    undefined,
    "",
    "https://evil.example",
    "//evil.example",
    "/\\evil.example",
    "javascript:alert(1)",
    "https:evil.example",
    "//",
    "/\t/",
    "/\t/evil.example",
    "/\n/evil.example",
    "/.//evil.example",
    "/b1/..//evil.example",
    "/%2e//evil.example",
    "/.\\\\evil.example",
  ]) {
    expect(safeTarget(bad)).toBeNull();
  }
});
