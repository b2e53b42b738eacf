/** What must compile against the demo's document, and with `@ts-expect-error` what must not. */

import { computed, signal } from "@angular/core";
import { type Bridge, createBridge, createReads, where } from "@jetway/core";
import { claim, type Same } from "../../../core/tests/types/claim.js";
import type { paths as Copy } from "../../../core/tests/types/dist/copy.js";
import type { paths as Shop } from "../../../core/tests/types/dist/jetway.js";
import { createInjectors } from "../../src/index.js";

type Paths = Shop & Copy;
const injectors = createInjectors<Paths>();
const { injectRows, injectInfiniteRows, injectRow, injectTotal, injectGroups, injectEndpoint, injectQueryAnswer } =
  injectors;

export function useLists() {
  const page = signal(1);
  const { value, error } = injectRows("orders", {
    filter: where("customer.country", "eq", "PT"),
    order: ["-placed_at"],
    select: ["id", "total"],
    expand: ["customer"],
  });
  for (const order of value()?.results ?? []) {
    claim<Same<typeof order.total, string>>();
    claim<Same<NonNullable<typeof order.customer>["name"], string>>();
    // @ts-expect-error not selected
    order.status;
  }
  claim<Same<ReturnType<typeof error>, Error | undefined>>();
  for (const order of injectInfiniteRows("orders", { perPage: 100 }).rows()) claim<Same<typeof order.total, string>>();
  const order = injectRow("orders", 7, { expand: ["order_lines"] });
  for (const line of order.value()?.order_lines ?? []) claim<Same<typeof line.order_id, number | string>>();
  injectRows(
    "orders",
    computed(() => ({ order: ["-placed_at"], page: page() })),
  );
  injectRow("orders", page, () => ({ select: ["id"] }));
  // @ts-expect-error no such column, behind a getter
  injectRows("orders", () => ({ filter: where("totl", "eq", 1) }));
  // @ts-expect-error no such table
  injectRows("ordres");
  // @ts-expect-error no such column
  injectRows("orders", { filter: where("totl", "eq", 1) });
  // @ts-expect-error no such column
  injectRows("orders", { order: ["-placed"] });
  // @ts-expect-error no such relation
  injectRow("orders", 7, { expand: ["customers"] });
  // @ts-expect-error pages come by cursor
  injectInfiniteRows("orders", { page: 2 });
}

export function useNumbers() {
  injectTotal("orders", { func: "sum", column: "total" });
  injectGroups("orders", { func: "count", by: ["status", { column: "placed_at", unit: "month" }] });
  // @ts-expect-error no such column
  injectTotal("orders", { func: "sum", column: "totl" });
  // @ts-expect-error no such unit
  injectGroups("orders", { func: "count", by: [{ column: "placed_at", unit: "moon" }] });
}

export function useChanges() {
  injectors.injectCreateRow("orders").mutate({ values: { number: "N-1", customer_id: 7, city: "Porto" }, once: "k" });
  const { value } = injectRow("orders", 7);
  injectors.injectUpdateRow("orders").mutate({ key: 7, values: { note: null }, was: value() });
  injectors.injectDeleteRow("order_lines").mutate({ key: [7, 1], ifMatch: '"1"' });
  // @ts-expect-error a required column is missing
  injectors.injectCreateRow("orders").mutate({ values: { number: "N-1" } });
  // @ts-expect-error no such column
  injectors.injectUpdateRow("orders").mutate({ key: 7, values: { totl: 1 } });
  // @ts-expect-error no such table
  injectors.injectDeleteRow("order_line");
}

export function useCalls() {
  const { value } = injectEndpoint("late-orders", { status: "paid" }, { perPage: 5 });
  claim<Same<NonNullable<ReturnType<typeof value>>["results"][number]["number"], string | null>>();
  injectors.injectCallEndpoint("late-orders").mutate({ parameters: { status: "paid" } });
  injectQueryAnswer("by_status", { status: "paid" }, { limit: 3 });
  // @ts-expect-error no such endpoint
  injectEndpoint("late", {});
  // @ts-expect-error no such parameter
  injectEndpoint("late-orders", { state: "paid" });
  // @ts-expect-error no such parameter
  injectQueryAnswer("by_status", { state: "paid" });
  // @ts-expect-error there are no operations
  injectors.injectRunOperation("refund");
}

export function useSources(other: Bridge<Copy>) {
  const copy = injectors.source("copy");
  const { value } = copy.injectRows("customers");
  claim<Same<NonNullable<ReturnType<typeof value>>["results"][number]["name"], string>>();
  createReads(injectors.injectBridge(), "copy").rows("customers", { order: ["name"] });
  injectors.provideBridge(createBridge<Paths>({ url: "https://jetway.example" }));
  // @ts-expect-error it serves other tables
  copy.injectRows("orders");
  // @ts-expect-error no such source
  injectors.source("kopy");
  // @ts-expect-error a bridge of another document
  injectors.provideBridge(other);
}

export function useUntyped() {
  const { value } = createInjectors().injectRows("anything", { filter: where("a.b", "eq", 1), order: ["-c"] });
  value()?.results[0]?.d;
}
