/** A description while somebody makes it: every change gives a new one, and touches nothing else in it. */
import type { Changing, Collection, ColumnSpec, Description, Getting, Part } from "../../../../api/descriptions";

export type Way = "get" | "create" | "update" | "delete";
export const WAYS: Way[] = ["get", "create", "update", "delete"];

export const EMPTY: Description = {
  title: "",
  address: "https://",
  auth: { kind: "bearer", secret: "key" },
  check: "",
  collections: {},
};

/** What a text says, with what it does not say yet left open. */
export function opened(said: Partial<Description>): Description {
  const collections = Object.entries(said.collections ?? {}).map(([name, one]) => [name, { ...NOTHING, ...one }]);
  return { ...EMPTY, address: "", ...said, collections: Object.fromEntries(collections) };
}

const NOTHING: Collection = { key: "", columns: {}, list: { path: "" } };

/** As it is sent: without what says nothing, and with the title and the first request that nobody has named. */
export function toSend(description: Description, title: string): string {
  const first = Object.values(description.collections)[0];
  const whole = {
    ...description,
    title: description.title || title,
    check: description.check || first?.list.path || "",
  };
  return JSON.stringify({ ...tidy(whole), collections: mapped(whole.collections, tidyTable) });
}

/** As it is sent to try one table: others that are not ready yet do not matter. */
export function toTry(description: Description, name: string, title: string): string {
  const table = description.collections[name] ?? NOTHING;
  const ready = table.columns[table.key] ? table : { ...table, ...STAND_IN };
  const others = Object.entries(description.collections).filter(([one]) => isReferred(description, name, one));
  const check = description.check || table.list.path;
  return toSend({ ...description, check, collections: { ...Object.fromEntries(others), [name]: ready } }, title);
}

/** A table without columns is tried too: its answer tells which it could have. */
const STAND_IN = { key: "id", columns: { id: { type: "text" } } };

function isReferred(description: Description, from: string, to: string): boolean {
  const seen = new Set<string>();
  const next = [from];
  for (let name = next.pop(); name !== undefined; name = next.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    for (const column of Object.values(description.collections[name]?.columns ?? {})) {
      if (column.refers) next.push(column.refers);
    }
  }
  return to !== from && seen.has(to);
}

/** Whether secrets that are kept go to another place, or in another way, than they were entered for. */
export function leadsElsewhere(now: Description, kept: Description): boolean {
  return now.address !== kept.address || JSON.stringify(sorted(now.auth)) !== JSON.stringify(sorted(kept.auth));
}

function sorted(auth: Part): unknown {
  return Object.entries(tidy(auth)).sort(([one], [other]) => one.localeCompare(other));
}

export function withTable(description: Description, name: string, table: Collection): Description {
  return { ...description, collections: { ...description.collections, [name]: table } };
}

export function withTables(description: Description, tables: Description["collections"]): Description {
  const taken = { ...description.collections };
  for (const [name, table] of Object.entries(tables)) taken[freeName(name, taken)] = table;
  return { ...description, collections: taken };
}

/** Under its new name in its old place; columns that refer to it go along. */
export function withTableRenamed(description: Description, from: string, to: string): Description {
  const referring = (table: Collection): Collection => ({
    ...table,
    columns: mapped(table.columns, (one) => (one.refers === from ? { ...one, refers: to } : one)),
  });
  return { ...description, collections: renamed(mapped(description.collections, referring), from, to) };
}

/** Columns that referred to it are plain ones from then on. */
export function withoutTable(description: Description, name: string): Description {
  const { [name]: _, ...others } = description.collections;
  const plain = (table: Collection): Collection => ({
    ...table,
    columns: mapped(table.columns, (one) => (one.refers === name ? { ...one, refers: "" } : one)),
  });
  return { ...description, collections: mapped(others, plain) };
}

/** The name itself, or with the first number behind it that makes it free. */
export function freeName(name: string, taken: Record<string, unknown>): string {
  if (!Object.hasOwn(taken, name)) return name;
  for (let number = 2; ; number++) if (!Object.hasOwn(taken, `${name}_${number}`)) return `${name}_${number}`;
}

/** A table for a path: "/v1/orders" → "orders". */
export function tableNameOf(path: string): string {
  const word = path.split("/").filter(Boolean).pop()?.split(/[?.]/)[0] ?? "";
  return word.toLowerCase().replace(/\W+/g, "_") || "table";
}

export function newTable(path: string): Collection {
  return { ...NOTHING, list: { path } };
}

export function withColumn(table: Collection, name: string, column: ColumnSpec): Collection {
  return { ...table, key: table.key || name, columns: { ...table.columns, [name]: column } };
}

/** Under another name it still finds its value in the same place. */
export function withColumnRenamed(table: Collection, from: string, to: string): Collection {
  const column = table.columns[from];
  if (!column || from === to) return table;
  const path = column.path || from;
  const columns = { ...table.columns, [from]: { ...column, path: path === to ? "" : path } };
  const rename = (name: string) => (name === from ? to : name);
  return {
    ...table,
    key: rename(table.key),
    columns: withMoney(renamed(columns, from, to), from, to),
    ...(table.natural && {
      natural: table.natural.map((one) => one.replace(/^(-?)(.*)$/s, (_, sign, name) => sign + rename(name))),
    }),
    ...keyedAnew(table, rename),
  };
}

/** Amounts whose currency stands in another column now; "" for none any more. */
function withMoney(columns: Collection["columns"], from: string, to: string): Collection["columns"] {
  return Object.fromEntries(
    Object.entries(columns).map(([name, one]) => [name, one.money === from ? { ...one, money: to } : one]),
  );
}

/** The ways to one record, whose paths name the key column. */
function keyedAnew(table: Collection, rename: (name: string) => string): Partial<Collection> {
  const path = (text: string) => text.replace(/\{(\w+)\}/g, (_, name) => `{${rename(name)}}`);
  const found = WAYS.flatMap((way) => {
    const one = table[way];
    return one ? [[way, { ...one, path: path(one.path) }]] : [];
  });
  return Object.fromEntries(found);
}

export function withoutColumn(table: Collection, name: string): Collection {
  const { [name]: _, ...columns } = table.columns;
  const natural = table.natural?.filter((one) => one.replace(/^-/, "") !== name);
  const key = table.key === name ? "" : table.key;
  return { ...table, columns: withMoney(columns, name, ""), key, ...(natural && { natural }) };
}

/** Another key column; the ways to one record go by it. */
export function withKey(table: Collection, key: string): Collection {
  return { ...table, ...keyedAnew(table, (name) => (name === table.key ? key : name)), key };
}

/** With a way to read or change one record, as such APIs mostly have it; or without. */
export function withWay(table: Collection, way: Way, on: boolean): Collection {
  const { [way]: _, ...others } = table;
  if (!on) return others;
  const one = `${table.list.path.replace(/\/$/, "")}/{${table.key || "id"}}`;
  const usual: Record<Way, Getting | Changing> = {
    get: { path: one },
    create: { path: table.list.path },
    update: { path: one, method: "PATCH" },
    delete: { path: one, method: "DELETE" },
  };
  return { ...table, [way]: usual[way] };
}

function renamed<T>(members: Record<string, T>, from: string, to: string): Record<string, T> {
  return Object.fromEntries(Object.entries(members).map(([name, one]) => [name === from ? to : name, one]));
}

function mapped<T>(members: Record<string, T>, change: (one: T) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(members).map(([name, one]) => [name, change(one)]));
}

function tidyTable(table: Collection): Collection {
  const ways = WAYS.flatMap((way) => (table[way] ? [[way, { ...tidy(table[way]), path: table[way].path }]] : []));
  const { list } = table;
  const paging = list.paging && list.paging.kind !== "none" ? { paging: tidy(list.paging) } : {};
  return {
    ...tidy(table),
    ...Object.fromEntries(ways),
    list: { ...tidy({ ...list, paging: undefined }), path: list.path, ...paging },
    key: table.key,
    columns: mapped(table.columns, (one) => ({ ...tidy(one), type: one.type })),
  };
}

/** Without members that say nothing. */
function tidy<T extends object>(members: T): T {
  const said = Object.entries(members).filter(
    ([, one]) => one !== undefined && one !== "" && !(typeof one === "object" && Object.keys(one).length === 0),
  );
  return Object.fromEntries(said) as T;
}
