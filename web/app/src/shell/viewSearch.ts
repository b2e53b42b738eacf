/** The address bar is the view: what a list shows, read from and written to search parameters. */
import * as z from "zod/mini";
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

const value = z.json() as z.ZodMiniType<Value>;

const filter = z.object({
  column: z.string().check(z.minLength(1)),
  op: z.enum(OPS),
  value,
  exclude: z.optional(z.boolean()),
});

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A parameter that is left out where it is empty or no text. */
export const optionalText = z.catch(z.optional(z.string().check(z.minLength(1))), undefined);

/** What is wrong in an address is left out; a link never breaks the page. */
export const viewSearch = z.object({
  filters: z.catch(
    z.optional(z.union([z.array(filter), z.pipe(z.pipe(z.string(), z.transform(parsed)), z.array(filter))])),
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

export type ViewSearch = z.infer<typeof viewSearch>;

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
