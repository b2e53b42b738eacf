/** What must compile against the demo's document, and with `@ts-expect-error` what must not. */
import { and, createBridge, not, or, type Value, where } from "../../src/index.js";
import { claim, type Same } from "./claim.js";
import type { paths as Copy } from "./dist/copy.js";
import type { paths as Shop } from "./dist/shop.js";
import type { Pay } from "./pay.js";

const bridge = createBridge<Shop & Copy & Pay>({ url: "https://jetway.example", token: async () => "jat_1" });
const orders = bridge.table("orders");

export async function lists() {
  const page = await orders.list({
    filter: and(
      where("total", "gte", 100),
      or(where("customer.country", "eq", "PT"), not(where("status", "in", ["paid"]))),
    ),
    order: ["-placed_at", "id", { column: "customer.name", descending: true }],
    perPage: 50,
    count: "none",
  });
  const [order] = page.results;
  if (!order) return;
  claim<Same<typeof order.total, string>>();
  claim<Same<typeof order.shipped_at, string | null>>();
  claim<Same<typeof order.id, number | string>>();
  // @ts-expect-error relations come where they are asked for
  order.customer.name;

  // @ts-expect-error no such table
  bridge.table("ordres");
  // @ts-expect-error no such column
  order.totl;
  // @ts-expect-error no such column
  orders.list({ filter: where("totl", "eq", 1) });
  // @ts-expect-error no such column, deep inside
  orders.list({ filter: and(where("total", "gte", 1), not(where("statos", "eq", "paid"))) });
  // @ts-expect-error no such column of the related row
  orders.list({ filter: where("customer.land", "eq", "PT") });
  // @ts-expect-error no such operator
  where("total", "like", 1);
  // @ts-expect-error no such column
  orders.list({ order: ["-placed"] });
  // @ts-expect-error no such parameter
  orders.list({ per_page: 3 });
}

export async function choices() {
  const page = await orders.list({ select: ["id", "total", "customer.name"], expand: ["salesperson"] });
  for (const order of page.results) {
    claim<Same<typeof order.total, string>>();
    claim<Same<NonNullable<typeof order.customer>["name"], string | undefined>>();
    claim<Same<NonNullable<typeof order.salesperson>["name"], string>>();
    // @ts-expect-error not selected
    order.status;
  }
  for await (const order of orders.rows({ expand: ["order_lines", "order_lines.product"] }))
    for (const line of order.order_lines) claim<Same<typeof line.order_id, number | string>>();
  const order = await orders.get(7, { expand: ["customer.orders"] });
  claim<Same<NonNullable<typeof order.customer>["name"], string>>();
  // @ts-expect-error no such relation
  orders.list({ expand: ["customers"] });
  // @ts-expect-error no such column
  orders.get(7, { select: ["totl"] });
  await orders.list({ filter: where("order_lines.count", "gte", 2) });
  await bridge.table("customers").list({ filter: where("orders.sum.total", "gt", 100) });
}

export async function changes() {
  const order = await orders.create({ number: "N-1", customer_id: "9007199254740993", city: "Porto" }, { once: "k" });
  await orders.update(order.id, { note: null }, { was: order });
  await bridge.table("order_lines").delete([7, 1], { ifMatch: '"1"' });
  await orders.updateMany({ status: "paid" }, { keys: [1, 2], expect: 2 });
  // @ts-expect-error a required column is missing
  orders.create({ number: "N-1" });
  // @ts-expect-error no such column
  orders.update(7, { totl: 1 });
  // @ts-expect-error none of its options
  orders.update(7, { status: "lost" });
  // @ts-expect-error views are read alone
  bridge.table("best_sellers").create({ id: 1 });
}

export async function measures() {
  await orders.aggregate({ func: "sum", column: "total" });
  await orders.group({ func: "count", by: ["status", { column: "placed_at", unit: "month" }, "customer.country"] });
  // @ts-expect-error no such column
  orders.aggregate({ func: "sum", column: "totl" });
  // @ts-expect-error no such unit
  orders.group({ func: "count", by: [{ column: "placed_at", unit: "moon" }] });
}

export async function besideRows() {
  const { results } = await orders.history(7, { action: "update", perPage: 5 });
  for (const { from } of results) {
    claim<Same<NonNullable<typeof from>["total"], string | undefined>>();
    // @ts-expect-error no such column
    from?.totl;
  }
  await orders.restore(7, 1, { columns: ["status"] });
  // @ts-expect-error no such column
  orders.restore(7, 1, { columns: ["statos"] });
  const [ana] = await (await orders.choices("customer")).find("ana", { perPage: 5 });
  if (ana) await orders.update(7, ana.values);
  // @ts-expect-error no such relation
  orders.choices("customers");
  const logos = bridge.table("suppliers");
  const sent = await logos.upload("logo", new File([], "a.png"), { onProgress: (share) => share.toFixed() });
  await logos.update(3, { logo: sent.uploaded_path });
  await logos.files("logo", [3, 4], { width: 64 });
  // @ts-expect-error no such column
  logos.files("logos", [3]);
  await orders.importFile(new File([], "a.csv"), {
    mode: "both",
    match: ["number"],
    map: { Customer: "customer.email" },
  });
  // @ts-expect-error no such column
  orders.importFile(new File([], "a.csv"), { match: ["nummer"] });
  await orders.exportFile({ format: "xlsx", select: ["number", "customer.name"] });
  // @ts-expect-error files have no pages
  orders.exportFile({ page: 2 });
}

export async function calls() {
  const { results } = await bridge.endpoint("late-orders").call({ status: "paid" }, { perPage: 5 });
  claim<Same<(typeof results)[number], { id: number | null; number: string | null; total: string | null }>>();
  await bridge.query("by_status").run({ status: "paid" }, { limit: 3 });
  // @ts-expect-error no such endpoint
  bridge.endpoint("late");
  // @ts-expect-error a required parameter is missing
  bridge.endpoint("late-orders").call();
  // @ts-expect-error no such parameter
  bridge.endpoint("late-orders").call({ state: "paid" });
  // @ts-expect-error no such query
  bridge.query("by_state");
  // @ts-expect-error no such parameter
  bridge.query("by_status").run({ status: "paid", stat: 1 });
  const refund = bridge.source("pay").operation("charges.refund");
  const { row } = await refund.run({ key: "ch_1", parameters: { amount: 5 } }, { once: "k" });
  claim<Same<typeof row, { id: string } | null>>();
  // @ts-expect-error it takes a row
  refund.run({ parameters: { amount: 5 } });
  // @ts-expect-error no such parameter
  refund.run({ key: "ch_1", parameters: { cents: 5 } });
  // @ts-expect-error no such operation
  bridge.source("pay").operation("refund");
  // @ts-expect-error there are none here
  bridge.operation("charges.refund");
}

export async function sources() {
  const [customer] = (await bridge.source("copy").table("customers").list()).results;
  claim<Same<NonNullable<typeof customer>["name"], string>>();
  await bridge.table("Stock Movements").list({ select: ["Movement No", "Quantity +/-"] });
  // @ts-expect-error no such source
  bridge.source("kopy");
  // @ts-expect-error it serves other tables
  bridge.source("copy").table("orders");
}

export async function untyped() {
  const plain = createBridge({ url: "https://jetway.example", token: "jat_1" });
  const { results } = await plain
    .table("anything")
    .list({ filter: where("a.b", "eq", 1), order: ["-c"], select: ["d"] });
  claim<Same<(typeof results)[number]["d"], Value>>();
  await plain
    .source("pay")
    .operation("charges.refund")
    .run({ key: "ch_1", parameters: { amount: 5 } }, { once: "k" });
  await plain.endpoint("any").call({ a: 1 });
  await plain.query("any").run();
}
