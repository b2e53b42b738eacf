/** The address bar is the view: what a list shows, read from and written to search parameters. */
import * as v from "valibot";
import type { FilterItem, ListView, OrderItem } from "../api/rows";
import type { Op, Value } from "../api/types";

const OPS = [
  "eq",
  "lt",
  "lte",
  "gt",
  "gte",
  "in",
  "is_null",
  "contains",
  "starts_with",
  "ends_with",
  "ieq",
  "icontains",
  "istarts_with",
  "iends_with",
] as const satisfies Op[];

const text = v.pipe(v.string(), v.minLength(1));

const filter = v.object({
  column: text,
  op: v.picklist(OPS),
  // What an address says was read as JSON, so it is some value of it.
  value: v.custom<Value>((value) => value !== undefined),
  exclude: v.optional(v.boolean()),
});

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A parameter that is left out where it is empty or no text. */
export const optionalText = v.fallback(v.optional(text), undefined);

/** What is wrong in an address is left out; a link never breaks the page. */
export const viewSearch = v.object({
  filters: v.fallback(
    v.optional(v.union([v.array(filter), v.pipe(v.string(), v.transform(parsed), v.array(filter))])),
    undefined,
  ),
  q: optionalText,
  sort: optionalText,
  /** `1`: the app's own search may be asked. */
  behind: optionalText,
  /** Shown columns from left to right, joined by commas; without it each person's own choice holds. */
  columns: optionalText,
  /** The record that is open beside the list. */
  record: optionalText,
});

export type ViewSearch = v.InferOutput<typeof viewSearch>;

function orderOf(sort: string | undefined): OrderItem[] {
  const names = sort?.split(",").filter((name) => name.replace(/^-/, "") !== "") ?? [];
  return names.map((name) => ({ column: name.replace(/^-/, ""), descending: name.startsWith("-") }));
}

export function viewOf(search: ViewSearch): ListView {
  const view = { filters: (search.filters ?? []) as FilterItem[], search: search.q ?? "", order: orderOf(search.sort) };
  return search.behind === "1" ? { ...view, behind: true } : view;
}

export function searchOf(view: ListView, old: ViewSearch): ViewSearch {
  const sort = view.order.map((item) => (item.descending ? `-${item.column}` : item.column)).join(",");
  return {
    ...old,
    filters: view.filters.length > 0 ? view.filters : undefined,
    q: view.search || undefined,
    sort: sort || undefined,
    behind: view.behind ? "1" : undefined,
  };
}

/** Plain text stays plain, so that addresses can be read; only lists and objects are JSON. */
export function stringifySearch(search: Record<string, unknown>): string {
  const params = new URLSearchParams();
  for (const [name, one] of Object.entries(search)) {
    if (one === undefined || one === null) continue;
    params.set(name, typeof one === "string" ? one : JSON.stringify(one));
  }
  const text = params.toString();
  return text ? `?${text}` : "";
}

export function parseSearch(text: string): Record<string, unknown> {
  return Object.fromEntries(new URLSearchParams(text));
}
