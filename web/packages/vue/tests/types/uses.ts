/** What must compile against the demo's document, and with `@ts-expect-error` what must not. */
import { type Bridge, createBridge, createReads, where } from "@jetway/core";
import { type App, computed, ref } from "vue";
import { claim, type Same } from "../../../core/tests/types/claim.js";
import type { paths as Copy } from "../../../core/tests/types/dist/copy.js";
import type { paths as Shop } from "../../../core/tests/types/dist/jetway.js";
import { createComposables } from "../../src/index.js";

type Paths = Shop & Copy;
const composables = createComposables<Paths>();
const { useRows, useInfiniteRows, useRow, useTotal, useGroups, useEndpoint, useQueryAnswer } = composables;

export function useLists() {
  const page = ref(1);
  const { data, error } = useRows("orders", {
    filter: where("customer.country", "eq", "PT"),
    order: ["-placed_at"],
    select: ["id", "total"],
    expand: ["customer"],
  });
  for (const order of data.value?.results ?? []) {
    claim<Same<typeof order.total, string>>();
    claim<Same<NonNullable<typeof order.customer>["name"], string>>();
    // @ts-expect-error not selected
    order.status;
  }
  claim<Same<NonNullable<typeof error.value>["code"], string>>();
  useRows("orders", {}, { enabled: false, placeholderData: (page) => page });
  const pages = useInfiniteRows("orders", { perPage: 100 });
  for (const page of pages.data.value?.pages ?? [])
    for (const order of page.results) claim<Same<typeof order.total, string>>();
  const order = useRow("orders", 7, { expand: ["order_lines"] });
  for (const line of order.data.value?.order_lines ?? []) claim<Same<typeof line.order_id, number | string>>();
  useRows(
    "orders",
    computed(() => ({ order: ["-placed_at"], page: page.value })),
  );
  useRow("orders", page, () => ({ select: ["id"] }));
  // @ts-expect-error no such column, behind a getter
  useRows("orders", () => ({ filter: where("totl", "eq", 1) }));
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
  composables.useCreateRow("orders").mutate({ values: { number: "N-1", customer_id: 7, city: "Porto" }, once: "k" });
  const { data } = useRow("orders", 7);
  composables.useUpdateRow("orders").mutate({ key: 7, values: { note: null }, was: data.value });
  composables.useDeleteRow("order_lines").mutate({ key: [7, 1], ifMatch: '"1"' });
  // @ts-expect-error a required column is missing
  composables.useCreateRow("orders").mutate({ values: { number: "N-1" } });
  // @ts-expect-error no such column
  composables.useUpdateRow("orders").mutate({ key: 7, values: { totl: 1 } });
  // @ts-expect-error no such table
  composables.useDeleteRow("order_line");
}

export function useCalls() {
  const { data } = useEndpoint("late-orders", { status: "paid" }, { perPage: 5 });
  claim<Same<NonNullable<typeof data.value>["results"][number]["number"], string | null>>();
  composables.useCallEndpoint("late-orders").mutate({ parameters: { status: "paid" } });
  useQueryAnswer("by_status", { status: "paid" }, { limit: 3 });
  // @ts-expect-error no such endpoint
  useEndpoint("late", {});
  // @ts-expect-error no such parameter
  useEndpoint("late-orders", { state: "paid" });
  // @ts-expect-error no such parameter
  useQueryAnswer("by_status", { state: "paid" });
  // @ts-expect-error there are no operations
  composables.useRunOperation("refund");
}

export function useSources(app: App, other: Bridge<Copy>) {
  const copy = composables.source("copy");
  const { data } = copy.useRows("customers");
  claim<Same<NonNullable<typeof data.value>["results"][number]["name"], string>>();
  createReads(composables.useBridge(), "copy").rows("customers", { order: ["name"] });
  app.use(composables.BridgePlugin, createBridge<Paths>({ url: "https://jetway.example" }));
  // @ts-expect-error it serves other tables
  copy.useRows("orders");
  // @ts-expect-error no such source
  composables.source("kopy");
  // @ts-expect-error a bridge of another document
  app.use(composables.BridgePlugin, other);
}

export function useUntyped() {
  const { data } = createComposables().useRows("anything", { filter: where("a.b", "eq", 1), order: ["-c"] });
  data.value?.results[0]?.d;
}
