import { describe, expect, it } from "vitest";
import { CUSTOMERS, column, ORDERS, shop } from "../testShop";
import { convertValue, filterItem, isComplete, operatorOf, operatorsFor, sameFilter } from "./filterOperators";
import { filterGroups, filterTarget } from "./filterPath";

const ids = (one: ReturnType<typeof column>, related = false) => operatorsFor(one, related).map((found) => found.id);

describe("operatorsFor", () => {
  it("offers what the column takes", () => {
    expect(ids(column("a", "decimal", { nullable: true }))).toEqual([
      "eq",
      "not_eq",
      "gt",
      "gte",
      "lt",
      "lte",
      "in",
      "not_in",
      "is_null",
      "not_is_null",
    ]);
    expect(ids(column("a", "boolean"))).toEqual(["eq", "not_eq"]);
    expect(ids(column("a", "integer"), true)).toEqual(["eq", "not_eq", "in", "not_in"]);
    expect(ids(column("a", "json", { ops: [] }))).toEqual([]);
  });

  it("asks of a file for a part of its name, or whether there is one", () => {
    const file = { accept: [], most_bytes: 1 };
    const photo = column("photo", "text", { file, nullable: true, ops: ["eq", "in", "lt", "is_null", "icontains"] });
    expect(ids(photo)).toEqual(["icontains", "not_icontains", "is_null", "not_is_null"]);
  });

  it("puts the likeliest first", () => {
    expect(ids(column("a", "date"))[0]).toBe("gte");
    expect(ids(column("a", "enum", { ops: ["eq", "in"] }))).toEqual(["in", "not_in", "eq", "not_eq"]);
  });

  it("prefers to ignore case", () => {
    const text = column("a", "text", { ops: ["eq", "contains", "icontains", "starts_with"] });
    expect(ids(text)).toEqual(["icontains", "eq", "not_eq", "not_icontains", "starts_with"]);
  });
});

describe("a filter", () => {
  it("is built from an operator and read back", () => {
    const chosen = operatorOf({ column: "a", op: "is_null", value: false });
    expect(chosen.id).toBe("not_is_null");
    expect(filterItem("a", chosen, null)).toEqual({ column: "a", op: "is_null", value: true, exclude: true });
    expect(sameFilter(filterItem("a", chosen, null), { column: "a", op: "is_null", value: true, exclude: true })).toBe(
      true,
    );
  });

  it("keeps its value where the operator changes", () => {
    const many = operatorOf({ column: "a", op: "in", value: [] });
    const one = operatorOf({ column: "a", op: "eq", value: 1 });
    expect(convertValue("x", many)).toEqual(["x"]);
    expect(convertValue(["x", "y"], one)).toBe("x");
    expect(isComplete(many, [])).toBe(false);
    expect(isComplete(one, false)).toBe(true);
  });
});

describe("paths", () => {
  it("leads over a relation", () => {
    expect(filterTarget(shop("orders"), "customer.country")?.title).toBe("Customer → Country");
    expect(filterTarget(shop("orders"), "customer.nothing")).toBeNull();
    expect(filterTarget(shop("orders"), "order_lines.quantity")).toBeNull();
  });

  it("groups by table", () => {
    const groups = filterGroups(shop("orders"));
    expect(groups.map((group) => [group.title, group.targets.length])).toEqual([
      [null, ORDERS.fields.length],
      ["Customer", CUSTOMERS.fields.length],
    ]);
  });
});
