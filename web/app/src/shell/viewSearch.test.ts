import * as v from "valibot";
import { describe, expect, it } from "vitest";
import type { ListView } from "../api/rows";
import { parseSearch, searchOf, stringifySearch, viewOf, viewSearch } from "./viewSearch";

const VIEW: ListView = {
  filters: [
    { column: "customer.country", op: "eq", value: "BR" },
    { column: "status", op: "in", value: ["paid"], exclude: true },
  ],
  search: "42",
  order: [
    { column: "total", descending: true },
    { column: "id", descending: false },
  ],
};

describe("the address bar", () => {
  it("brings a view back as it was", () => {
    const address = stringifySearch(searchOf(VIEW, { record: "7" }));
    const read = v.parse(viewSearch, parseSearch(address));
    expect(viewOf(read)).toEqual(VIEW);
    expect(read.record).toBe("7");
    expect(address).toContain("q=42&sort=-total%2Cid");
  });

  it("is empty for the plain list", () => {
    expect(stringifySearch(searchOf({ filters: [], search: "", order: [] }, {}))).toBe("");
  });

  it("leaves out what makes no sense", () => {
    const read = v.parse(viewSearch, parseSearch('?filters=[{"column":"a","op":"drop"}]&sort=,-&q='));
    expect(viewOf(read)).toEqual({ filters: [], search: "", order: [] });
  });
});
