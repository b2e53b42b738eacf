/** Rows of a table: addresses, list parameters, reading and writing. */
import {
  and,
  changeOf,
  decodeKey,
  type Effect,
  type Filter,
  type KeyPart,
  keySegment,
  type ListOptions,
  nameList,
  not,
  listParams as optionParams,
  type RequestOptions,
  where,
} from "@jetway/core";
import { own } from "../lib/own";
import { bridgeRequest } from "./client";
import { plainRow } from "./exactJson";
import { modelOf, tablePath } from "./paths";
import { displayColumn, refTo, type TableRef } from "./tables";
import type { Op, Page, Relation, Row, Table, Value } from "./types";

export type { TableRef } from "./tables";

export interface FilterItem {
  /** A column, or a path over to-one relations: `customer.country`. */
  column: string;
  op: Op;
  value: Value;
  exclude?: boolean;
}

export interface OrderItem {
  column: string;
  descending: boolean;
}

/** What a list shows; it comes from the address bar. */
export interface ListView {
  filters: FilterItem[];
  search: string;
  order: OrderItem[];
  columns?: string[];
  /** Whether the app may look in a search of its own, which may be behind its rows. */
  behind?: boolean;
}

/** Of what a list shows by then, which may be another view than the one that is drawn. */
export type ViewChange = (view: ListView) => ListView;

export const EMPTY_VIEW: ListView = { filters: [], search: "", order: [] };

/**
 * A row's key, or its mark, as one path segment. Null where the table has neither or the row lacks a part of it.
 * Everything outside this file treats it as an opaque string.
 */
export function rowKey(table: Table, row: Row): string | null {
  if (table.key.length === 0) return null;
  const parts: KeyPart[] = [];
  for (const column of table.key) {
    const value = own(row, column);
    if (value === null || value === undefined || typeof value === "object") return null;
    parts.push(value);
  }
  return keySegment(parts);
}

/** A key as a list of keys has it. */
export const bareKey = (key: string) => key.replace(/^=/, "");

/** Its parts. */
export const keyParts = (key: string) => decodeKey(bareKey(key));

/** The key as a person reads it. */
export const keyText = (key: string) => decodeURIComponent(bareKey(key));

export function rowsPath(ref: TableRef, key?: string): string {
  return tablePath(ref.table, key);
}

/** The filters as the tree that `_filter` takes. */
export function filterTree(filters: FilterItem[]): Filter {
  return and(
    ...filters.map(({ column, op, value, exclude }) =>
      exclude ? not(where(column, op, value)) : where(column, op, value),
    ),
  );
}

/** The columns to ask for, with the key, the currencies of amounts, and the name of each related row that a shown column leads to. */
function selection(ref: TableRef, view: ListView): string[] {
  const shown = new Set(view.columns);
  const units = ref.table.fields.flatMap((field) => (field.money && shown.has(field.name) ? field.money : []));
  const wanted = view.columns ? new Set([...view.columns, ...ref.table.key, ...units]) : null;
  const all = new Set([...ref.table.fields.map((field) => field.name), ...ref.table.key]);
  const columns = [...all].filter((name) => !wanted || wanted.has(name));
  const paths: string[] = [];
  for (const link of ref.table.links) {
    const target = link.many ? undefined : ref.tables.get(link.target);
    if (!target || !link.columns.every((column) => columns.includes(column))) continue;
    const display = displayColumn(target, ref.settings);
    const named = new Set([...target.key, ...(display ? [display] : [])]);
    for (const column of named) paths.push(`${link.name}.${column}`);
  }
  return paths.length > 0 || wanted ? [...columns, ...paths] : [];
}

export interface Paging {
  page: number;
  perPage: number;
  count: "exact" | "none";
}

/** Which rows, in which order. */
export const listFilters = (view: ListView): URLSearchParams => optionParams(choiceOf(view));

export function choiceOf({ filters, search, order }: ListView): ListOptions {
  return { filter: filters.length > 0 ? filterTree(filters) : undefined, search, order };
}

/** Whether some filter can be answered by a search of the app's own alone. */
export function searches({ table }: TableRef, { filters }: ListView): boolean {
  const searched = new Map(table.fields.map((field) => [field.name, field.stale_ops ?? []]));
  return filters.some(({ column, op, exclude }) => !exclude && searched.get(column)?.includes(op));
}

export function listParams(ref: TableRef, view: ListView, paging: Paging): URLSearchParams {
  const columns = selection(ref, view);
  const select = columns.length > 0 ? columns : undefined;
  return optionParams({ ...choiceOf(view), select, ...paging, stale: view.behind && searches(ref, view) });
}

/** Rows from `offset` on; `offset` is a multiple of `limit`. Nothing is counted: that may take far longer. */
export function fetchPage(
  ref: TableRef,
  view: ListView,
  offset: number,
  limit: number,
  signal?: AbortSignal,
): Promise<Page> {
  const page = Math.floor(offset / limit) + 1;
  const params = listParams(ref, view, { page, perPage: limit, count: "none" });
  return requestPage(ref, params, signal);
}

/** A page of what `params` ask for. */
export async function requestPage(ref: TableRef, params: URLSearchParams, signal?: AbortSignal): Promise<Page> {
  const found = await bridgeRequest<Page>(ref.project, ref.bridge, rowsPath(ref), { params, signal });
  return { ...found, results: found.results.map((row) => plainRow(row, ref.table, ref.tables)) };
}

async function requestRow(ref: TableRef, key: string | undefined, options: RequestOptions): Promise<Row> {
  const row = await bridgeRequest<Row>(ref.project, ref.bridge, rowsPath(ref, key), options);
  return plainRow(row, ref.table, ref.tables);
}

/** The first few rows in which some text column contains `text`; nothing is counted. */
export async function searchRows(ref: TableRef, text: string, limit: number, signal?: AbortSignal): Promise<Row[]> {
  const columns = [...ref.table.key, displayColumn(ref.table, ref.settings) ?? ""].filter(Boolean);
  const view: ListView = { ...EMPTY_VIEW, search: text, columns };
  const params = listParams(ref, view, { page: 1, perPage: limit, count: "none" });
  return (await requestPage(ref, params, signal)).results;
}

/** How many rows the view has, exactly. */
export async function fetchCount(ref: TableRef, view: ListView, signal?: AbortSignal): Promise<number | null> {
  const params = listParams(ref, { ...view, order: [], columns: [] }, { page: 1, perPage: 1, count: "exact" });
  return (await bridgeRequest<Page>(ref.project, ref.bridge, rowsPath(ref), { params, signal })).count;
}

/** One row, with its to-one relations expanded. */
export function fetchRow(ref: TableRef, key: string, signal?: AbortSignal): Promise<Row> {
  const params = new URLSearchParams();
  const links = ref.table.links.filter((link) => !link.many && ref.tables.has(link.target));
  if (links.length > 0) params.set("_expand", nameList(links.map((link) => link.name)));
  return requestRow(ref, key, { params, signal });
}

export function createRow(ref: TableRef, changes: Row): Promise<Row> {
  return requestRow(ref, undefined, { method: "POST", body: changes });
}

/**
 * Changes columns that still hold what `before` says. Raises `changed_meanwhile` where somebody else was faster, so
 * that nobody's change is lost unseen.
 */
export function updateRow(ref: TableRef, key: string, changes: Row, before: Row): Promise<Row> {
  return requestRow(ref, key, changeOf(changes, before));
}

/** What deleting the row would do to others, as far as the caller may see them. */
export async function fetchImpact(ref: TableRef, key: string, signal?: AbortSignal): Promise<Effect[]> {
  const path = `${rowsPath(ref, key)}impact/`;
  const effects = await bridgeRequest<Effect[]>(ref.project, ref.bridge, path, { signal });
  return effects.map((one) => ({ ...one, table: modelOf(ref.table.source, one.table) }));
}

export function deleteRow(ref: TableRef, key: string): Promise<void> {
  return bridgeRequest<void>(ref.project, ref.bridge, rowsPath(ref, key), { method: "DELETE" });
}

/** The list behind a to-many relation of a row: whose rows they are, and the filter that finds them. */
export function related(ref: TableRef, link: Relation, row: Row): { ref: TableRef; view: ListView } | null {
  const target = refTo(ref, link.target);
  if (!target) return null;
  const filters = link.target_columns.map(
    (column, at): FilterItem => ({ column, op: "eq", value: row[link.columns[at] ?? ""] ?? null }),
  );
  // A key part without a value leads nowhere; in SQL nothing equals null.
  if (filters.some((item) => item.value === null)) return null;
  return { ref: target, view: { ...EMPTY_VIEW, filters } };
}

/** Query keys of rows, so that a change can be told to every list of the table. */
export const rowKeys = {
  bridge: (bridge: string) => ["rows", bridge] as const,
  table: (ref: TableRef) => [...rowKeys.bridge(ref.bridge.id), ref.table.model] as const,
  list: (ref: TableRef, view: ListView) => [...rowKeys.table(ref), "list", view, relationNames(ref)] as const,
  /** Order and columns do not change a count. */
  count: (ref: TableRef, { filters, search }: ListView) => [...rowKeys.table(ref), "count", filters, search] as const,
  row: (ref: TableRef, key: string) => [...rowKeys.table(ref), "row", key, relationNames(ref)] as const,
  /** What was done to a row, or which rows were deleted where it has no key. */
  history: (ref: TableRef, key: string | null) => [...rowKeys.table(ref), "history", key] as const,
};

/** What rows bring along: where people declare another relation, they are asked for anew. */
const relationNames = ({ table }: TableRef) => table.links.map((link) => link.name).join();
