import { describe, expect, it } from "vitest";
import { ORDERS, shop } from "../testShop";
import { filterTree, keyText, listParams, related, rowKey } from "./rows";

const FIRST = { page: 1, perPage: 100, count: "exact" } as const;

describe("rowKey", () => {
  it("encodes each value by itself", () => {
    const lines = shop("order_lines").table;
    expect(rowKey(lines, { order_id: 7, position: "a,b/c" })).toBe("7,a%2Cb%2Fc");
  });

  it("tells a key apart that reads like an address of the bridge", () => {
    expect(rowKey(ORDERS, { id: "group" })).toBe("=group");
    expect(rowKey(ORDERS, { id: "groups" })).toBe("groups");
  });

  it("keeps in the address what browsers take out of it", () => {
    expect(["", ".", "..", "=", "..."].map((id) => rowKey(ORDERS, { id }))).toEqual(["=", "=.", "=..", "%3D", "..."]);
    expect(["=", "=.", "%3D", "=group", "a%2Fb"].map(keyText)).toEqual(["", ".", "=", "group", "a/b"]);
  });

  it("is null without a key, and where a part is missing", () => {
    expect(rowKey({ ...ORDERS, key: [] }, { id: 1 })).toBeNull();
    expect(rowKey(ORDERS, { id: null })).toBeNull();
  });
});

describe("listParams", () => {
  it("asks for related rows by their key and name", () => {
    const params = listParams(shop("orders"), { filters: [], search: "", order: [] }, FIRST);
    expect(params.get("_select")).toBe("id,number,customer_id,status,total,created_at,customer.id,customer.name");
    expect(params.get("_count")).toBe("exact");
    expect(params.has("page")).toBe(false);
  });

  it("leaves related rows out where their column is not shown", () => {
    const params = listParams(shop("orders"), { filters: [], search: "", order: [], columns: ["number"] }, FIRST);
    expect(params.get("_select")).toBe("id,number");
  });

  it("writes filters as a tree, with order, search and page", () => {
    const view = {
      filters: [
        { column: "customer.country", op: "eq" as const, value: "BR" },
        { column: "status", op: "in" as const, value: ["paid", "new"], exclude: true },
      ],
      search: " ana ",
      order: [
        { column: "total", descending: true },
        { column: "id", descending: false },
        { column: "-50%, net", descending: true },
      ],
    };
    const params = listParams(shop("orders"), view, { page: 3, perPage: 50, count: "none" });
    expect(JSON.parse(params.get("_filter") ?? "")).toEqual({
      and: [
        { column: "customer.country", op: "eq", value: "BR" },
        { not: { column: "status", op: "in", value: ["paid", "new"] } },
      ],
    });
    expect(params.get("_search")).toBe("ana");
    expect(params.get("_order_by")).toBe("-total,id,-%2d50%25%2c net");
    expect(params.get("page")).toBe("3");
  });
});

describe("related", () => {
  it("finds the rows that point here", () => {
    const orders = shop("orders");
    const link = ORDERS.links.find((one) => one.many);
    const found = link && related(orders, link, { id: 7 });
    expect(found?.ref.table.model).toBe("order_lines");
    expect(filterTree(found?.view.filters ?? [])).toEqual({ and: [{ column: "order_id", op: "eq", value: 7 }] });
  });
});
