import { expect, it } from "vitest";
import { modelOf, ownName, sourceOf, tablePath } from "./paths";

it("leads to tables of the first source and of others", () => {
  expect(tablePath({ model: "a/b", source: "" }, "7")).toBe("/api/models/a%2Fb/7/");
  expect(tablePath({ model: "billing/a/b", source: "billing" })).toBe("/api/sources/billing/models/a%2Fb/");
});

it("tells a table by its source and back", () => {
  const table = { model: modelOf("billing", "audit.log"), source: "billing" };
  expect([table.model, ownName(table)]).toEqual(["billing/audit.log", "audit.log"]);
  expect(["billing/audit.log", "audit.log", "Odd/name"].map(sourceOf)).toEqual(["billing", "", ""]);
});
