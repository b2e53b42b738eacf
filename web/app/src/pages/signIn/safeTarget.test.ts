import { expect, it } from "vitest";
import { safeTarget } from "./safeTarget";

it("leads to this site only", () => {
  expect(safeTarget("/b1/orders?q=a#x")).toBe("/b1/orders?q=a#x");
  for (const bad of [
    undefined,
    "",
    "https://evil.example",
    "//evil.example",
    "/\\evil.example",
    "javascript:alert(1)",
  ]) {
    expect(safeTarget(bad)).toBeNull();
  }
});
