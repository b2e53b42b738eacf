import { expect, it } from "vitest";
import { fuzzyScore } from "./fuzzy";

it("ranks starts over words over letters", () => {
  const ranked = ["Border", "Customer orders", "Orders", "Other ideas, really", "Products", "Outer records, dated"]
    .map((text) => ({ text, score: fuzzyScore(text, "ord") }))
    .filter((one) => one.score > 0)
    .sort((a, b) => b.score - a.score)
    .map((one) => one.text);
  expect(ranked).toEqual(["Orders", "Customer orders", "Border", "Outer records, dated", "Other ideas, really"]);
});

it("takes everything where nothing is asked", () => {
  expect(fuzzyScore("Orders", " ")).toBeGreaterThan(0);
});
