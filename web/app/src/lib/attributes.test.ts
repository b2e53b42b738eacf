import { expect, it } from "vitest";
import { readAttributes, writeAttributes } from "./attributes";

it("writes what it has read", () => {
  const attributes = { region: "south", level: 3.5, night: false, shops: ["a", "b c"] };
  expect(writeAttributes(readAttributes(attributes))).toEqual(attributes);
});

it("takes no number that is none, and no name twice or missing", () => {
  expect(writeAttributes([{ name: "level", kind: "number", text: "much" }])).toBeNull();
  expect(writeAttributes([{ name: "level", kind: "number", text: "" }])).toBeNull();
  expect(writeAttributes([{ name: " ", kind: "text", text: "a" }])).toBeNull();
  const twice = { name: "a", kind: "text", text: "" } as const;
  expect(writeAttributes([twice, { ...twice, name: " a" }])).toBeNull();
});

it("leaves empty lines of a list out", () => {
  expect(writeAttributes([{ name: "shops", kind: "list", text: "a\n\n b \n" }])).toEqual({ shops: ["a", "b"] });
});
