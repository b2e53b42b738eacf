import { beforeEach, expect, it, vi } from "vitest";
import { ORDERS } from "../testShop";
import { forgetTokens } from "./client";
import { fetchTables } from "./tables";

const far = { name: "buyer_row", columns: ["buyer"], target_columns: ["id"], many: false, on_delete: "nothing" };
const links = [
  { ...far, target: "payments" },
  { ...far, source: "pay", target: "customers" },
  { ...far, source: "default", target: "people" },
];
const fields = ORDERS.fields.map((column) => ({ ...column, ops: ["eq"], finished_ops: ["icontains"] }));

beforeEach(() => {
  forgetTokens();
  vi.stubGlobal("fetch", async (url: string) =>
    url.includes("user_tokens")
      ? new Response(JSON.stringify({ token: "jut_1", expires_s: 600 }), { status: 201 })
      : new Response(JSON.stringify([{ ...ORDERS, model: "orders", fields, links }])),
  );
});

it("names the tables that relations lead to, also in other sources", async () => {
  const bridge = { id: "b1", name: "Shop", url: "", engine: "sqlite" };
  const tables = await fetchTables("p1", bridge, { source: "crm", engine: "sqlite" });
  const orders = tables.get("crm/orders");
  expect(orders?.links.map(({ target, source }) => [target, source])).toEqual([
    ["crm/payments", undefined],
    ["pay/customers", "pay"],
    ["people", ""],
  ]);
  expect(orders?.fields[0]).toMatchObject({ ops: ["eq", "icontains"], finished_ops: ["icontains"] });
});
