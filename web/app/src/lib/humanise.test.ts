import { expect, it } from "vitest";
import { humanise } from "./humanise";

it("reads names as words", () => {
  expect(["created_at", "unitPrice", "customer_id", "SKU", "ÜberName", "_"].map(humanise)).toEqual([
    "Created at",
    "Unit price",
    "Customer ID",
    "SKU",
    "Über name",
    "_",
  ]);
});
