import { expect, it } from "vitest";
import { formatAgo } from "./formatAgo";

const NOW = 1_800_000_000;

it.each([
  [0, "now"],
  [-59, "now"],
  [-61, "1 minute ago"],
  [-7_200, "2 hours ago"],
  [-86_400, "yesterday"],
  [-40 * 86_400, "last month"],
  [7 * 86_400, "in 7 days"],
  [7 * 86_400 - 5, "in 7 days"],
  [-7 * 86_400 + 5, "6 days ago"],
])("says %d seconds from now as %s", (away, said) => {
  expect(formatAgo(NOW + away, NOW, "en")).toBe(said);
});
