/** What must compile against the demo's document, and with `@ts-expect-error` what must not. */
import { type Bridge, createBridge, createReads, where } from "@jetway/core";
import { claim, type Same } from "../../../core/tests/types/claim.js";
import type { paths as Copy } from "../../../core/tests/types/dist/copy.js";
import type { paths as Shop } from "../../../core/tests/types/dist/jetway.js";
import { createHooks } from "../../src/index.js";

type Paths = Shop & Copy;
const hooks = createHooks<Paths>();
const { useRows, useInfiniteRows, useRow, useTotal, useGroups, useEndpoint, useQueryAnswer } = hooks;

export function useLists() {
  const { data, error } = useRows("orders", {
    filter: where("customer.country", "eq", "PT"),
    order: ["-placed_at"],
    select: ["id", "total"],
    expand: ["customer"],
  });
  for (const order of data?.results ?? []) {
    claim<Same<typeof order.total, string>>();
    claim<Same<NonNullable<typeof order.customer>["name"], string>>();
    // @ts-expect-error not selected
    order.status;
  }
  claim<Same<NonNullable<typeof error>["code"], string>>();
  useRows("orders", {}, { enabled: false, placeholderData: (page) => page });
  const pages = useInfiniteRows("orders", { perPage: 100 });
  for (const page of pages.data?.pages ?? [])
    for (const order of page.results) claim<Same<typeof order.total, string>>();
  const order = useRow("orders", 7, { expand: ["order_lines"] });
  for (const line of order.data?.order_lines ?? []) claim<Same<typeof line.order_id, number | string>>();
  // @ts-expect-error no such table
  useRows("ordres");
  // @ts-expect-error no such column
  useRows("orders", { filter: where("totl", "eq", 1) });
  // @ts-expect-error no such column
  useRows("orders", { order: ["-placed"] });
  // @ts-expect-error no such relation
  useRow("orders", 7, { expand: ["customers"] });
  // @ts-expect-error pages come by cursor
  useInfiniteRows("orders", { page: 2 });
  // @ts-expect-error no such setting of a query
  useRows("orders", {}, { enable: false });
}

export function useNumbers() {
  useTotal("orders", { func: "sum", column: "total" });
  useGroups("orders", { func: "count", by: ["status", { column: "placed_at", unit: "month" }] });
  // @ts-expect-error no such column
  useTotal("orders", { func: "sum", column: "totl" });
  // @ts-expect-error no such unit
  useGroups("orders", { func: "count", by: [{ column: "placed_at", unit: "moon" }] });
}

export function useChanges() {
  hooks.useCreateRow("orders").mutate({ values: { number: "N-1", customer_id: 7, city: "Porto" }, once: "k" });
  const { data } = useRow("orders", 7);
  hooks.useUpdateRow("orders").mutate({ key: 7, values: { note: null }, was: data });
  hooks.useDeleteRow("order_lines").mutate({ key: [7, 1], ifMatch: '"1"' });
  // @ts-expect-error a required column is missing
  hooks.useCreateRow("orders").mutate({ values: { number: "N-1" } });
  // @ts-expect-error no such column
  hooks.useUpdateRow("orders").mutate({ key: 7, values: { totl: 1 } });
  // @ts-expect-error no such table
  hooks.useDeleteRow("order_line");
}

export function useCalls() {
  const { data } = useEndpoint("late-orders", { status: "paid" }, { perPage: 5 });
  claim<Same<NonNullable<typeof data>["results"][number]["number"], string | null>>();
  hooks.useCallEndpoint("late-orders").mutate({ parameters: { status: "paid" } });
  useQueryAnswer("by_status", { status: "paid" }, { limit: 3 });
  // @ts-expect-error no such endpoint
  useEndpoint("late", {});
  // @ts-expect-error no such parameter
  useEndpoint("late-orders", { state: "paid" });
  // @ts-expect-error no such parameter
  useQueryAnswer("by_status", { state: "paid" });
  // @ts-expect-error there are no operations
  hooks.useRunOperation("refund");
}

export function useSources(other: Bridge<Copy>) {
  const copy = hooks.source("copy");
  const { data } = copy.useRows("customers");
  claim<Same<NonNullable<typeof data>["results"][number]["name"], string>>();
  createReads(hooks.useBridge(), "copy").rows("customers", { order: ["name"] });
  hooks.BridgeProvider({ bridge: createBridge<Paths>({ url: "https://jetway.example" }) });
  // @ts-expect-error it serves other tables
  copy.useRows("orders");
  // @ts-expect-error no such source
  hooks.source("kopy");
  // @ts-expect-error a bridge of another document
  hooks.BridgeProvider({ bridge: other });
}

export function useUntyped() {
  const { data } = createHooks().useRows("anything", { filter: where("a.b", "eq", 1), order: ["-c"] });
  data?.results[0]?.d;
}
