/** Which rows, in which order, and what of them. */
import type { Filter } from "./filter.js";
import { encodeKey, type Key } from "./key.js";

/** `-total` is descending; the long form takes names that begin with a `-`. */
export type Order<Column extends string = string> = Column | `-${Column}` | { column: Column; descending?: boolean };

export interface Choice<Path extends string = string> {
  filter?: Filter<Path>;
  /** What some text column contains, or a key is. */
  search?: string;
  /** The rows of these keys. */
  keys?: readonly Key[];
  /** The zone in which moments are told and days are cut: `+03:00`, `Europe/Berlin`. */
  tz?: string;
}

export interface ListOptions<
  Path extends string = string,
  Selected extends string = string,
  Relation extends string = string,
> extends Choice<Path> {
  order?: readonly Order<Path>[];
  /** Columns, and paths to columns of related rows; every column unless said. */
  select?: readonly Selected[];
  /** Relations whose rows come along with every column. */
  expand?: readonly Relation[];
  /** From 1. */
  page?: number;
  /** 25 unless said, at most 10,000. */
  perPage?: number;
  /** "" for the first page, then what `next` holds: the last page costs what the first does. */
  cursor?: string;
  count?: "exact" | "estimated" | "capped" | "none";
  /** Whether the app may look in a search of its own, which may be behind its rows. */
  stale?: boolean;
}

/** The parameters of a list. */
export function listParams(options: ListOptions): URLSearchParams {
  const { filter, search, keys, tz, order = [], select, expand, page = 1, perPage, cursor, count, stale } = options;
  const params = new URLSearchParams();
  const set = (name: string, value: string | number | undefined) => value !== undefined && params.set(name, `${value}`);
  set("_filter", filter && JSON.stringify(filter));
  set("_search", search?.trim() || undefined);
  set("_keys", keys?.map(encodeKey).join());
  set("_order_by", order.map(ordered).join() || undefined);
  set("_select", select && nameList(select));
  set("_expand", expand && nameList(expand));
  set("page", page > 1 ? page : undefined);
  set("_per_page", perPage);
  set("_cursor", cursor);
  set("_count", count);
  set("_stale", stale ? 1 : undefined);
  set("tz", tz);
  return params;
}

/** Names as one parameter has them, with commas between. */
export const nameList = (names: readonly string[]): string => names.map(listed).join();

function ordered(order: Order): string {
  if (typeof order === "object") return `${order.descending ? "-" : ""}${listed(order.column)}`;
  return order.startsWith("-") ? `-${listed(order.slice(1))}` : listed(order);
}

/** A name in a list of names: what would mean something there is percent-encoded. */
function listed(name: string): string {
  return name.replace(/[%,]|^-/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);
}
