/** What a role may do with a table, read and changed: each change gives a new role, and leaves the old one as it was. */

import { modelOf, sourceOf } from "../api/paths";
import type { Columns, Mask, Rights, Role } from "../api/policy";
import type { Value } from "../api/types";
import { own } from "./own";

export const RIGHTS = ["read", "create", "update", "delete", "export", "aggregate"] as const;
export type Right = (typeof RIGHTS)[number];

/** `some`: for some columns. */
export type Mark = "all" | "some" | "none";

/** The table of a role that stands for all those it does not name. */
export const OTHER_TABLES = null;

const NOTHING: Rights = { read: false };

/** What stands for all tables of a source that a role does not name. */
export const wholeSource = (source: string) => modelOf(source, "*");

/** The rights that hold for a table: its own, or those of the other tables. */
export function rightsFor(role: Role, table: string | null): Rights {
  const named = table === OTHER_TABLES ? undefined : own(role.tables, table);
  return named ?? inherited(role, table);
}

/** What holds for a table that the role does not name: what is said of its source, else of all tables. */
export function inherited(role: Role, table: string | null): Rights {
  const source = table === OTHER_TABLES ? "" : sourceOf(table);
  const ofSource = source && table !== wholeSource(source) ? role.tables?.[wholeSource(source)] : undefined;
  return ofSource ?? role.every_table ?? NOTHING;
}

export function hasOwn(role: Role, table: string): boolean {
  return own(role.tables, table) !== undefined;
}

function columnsOf(rights: Rights, right: "read" | "create" | "update"): Columns {
  return rights[right] ?? right === "read";
}

function markOfColumns(columns: Columns): Mark {
  if (Array.isArray(columns)) return columns.length > 0 ? "some" : "none";
  return columns ? "all" : "none";
}

export function markOf(rights: Rights, right: Right): Mark {
  // Without a column to see, the table does not exist.
  if (markOfColumns(columnsOf(rights, "read")) === "none") return "none";
  if (right === "read" || right === "create" || right === "update") return markOfColumns(columnsOf(rights, right));
  return rights[right] ? "all" : "none";
}

/** The role with these rights on the table; `undefined` lets it go with the other tables again. */
export function withRights(role: Role, table: string | null, rights: Rights | undefined): Role {
  const nothing = rights !== undefined && markOf(rights, "read") === "none";
  if (table === OTHER_TABLES) {
    const { every_table: _, ...rest } = role;
    return rights === undefined || nothing ? rest : { ...rest, every_table: rights };
  }
  const { [table]: _, ...others } = role.tables ?? {};
  // What says nothing where nothing holds anyway is left out.
  const nothingAnyway = markOf(inherited(role, table), "read") === "none";
  if (rights === undefined || (nothing && nothingAnyway)) return { ...role, tables: others };
  return { ...role, tables: { ...others, [table]: rights } };
}

/** Whether the ticks of both are the same, and nothing else is said. */
export function sameTicks(one: Rights, other: Rights): boolean {
  const plain = [one, other].every((rights) => Object.values(rights).every((value) => typeof value === "boolean"));
  const actions = (one.operations ?? false) === (other.operations ?? false);
  return plain && actions && RIGHTS.every((right) => markOf(one, right) === markOf(other, right));
}

/** Ticks or unticks a right for all columns. Every other right needs the one to read. */
export function withRight(rights: Rights, right: Right, on: boolean): Rights {
  if (right === "read" && !on) return NOTHING;
  const readable = markOf(rights, "read") === "none" ? {} : rights;
  return { ...readable, [right]: on };
}

function withColumn(columns: Columns, all: string[], column: string, on: boolean): Columns {
  if (columns === true && on) return true;
  const listed = columns === true ? all : columns === false ? [] : columns;
  const next = on ? [...listed.filter((one) => one !== column), column] : listed.filter((one) => one !== column);
  return next.length > 0 ? next : false;
}

export type Shown = "shown" | "masked" | "hidden";

function includes(columns: Columns, column: string): boolean {
  return Array.isArray(columns) ? columns.includes(column) : columns;
}

export function shownAs(rights: Rights, column: string): Shown {
  if (!includes(columnsOf(rights, "read"), column)) return "hidden";
  return own(rights.mask, column) ? "masked" : "shown";
}

/** `all` are the columns of the table: what is left of "every column" when one is hidden. */
export function withShown(rights: Rights, all: string[], column: string, shown: Shown): Rights {
  const read = withColumn(columnsOf(rights, "read"), all, column, shown !== "hidden");
  return withMask(
    { ...rights, read },
    column,
    shown === "masked" ? (own(rights.mask, column) ?? { kind: "full" }) : null,
  );
}

export function withMask(rights: Rights, column: string, mask: Mask | null): Rights {
  const { mask: masks = {}, ...rest } = rights;
  const { [column]: _, ...others } = masks;
  const next = mask ? { ...others, [column]: mask } : others;
  return Object.keys(next).length > 0 ? { ...rest, mask: next } : rest;
}

/** Whether values of the column may be sent with a new row, or changed. */
export function mayWrite(rights: Rights, right: "create" | "update", column: string): boolean {
  return shownAs(rights, column) === "shown" && includes(columnsOf(rights, right), column);
}

export function withWrite(
  rights: Rights,
  all: string[],
  right: "create" | "update",
  column: string,
  on: boolean,
): Rights {
  return { ...rights, [right]: withColumn(columnsOf(rights, right), all, column, on) };
}

/** Whether the action may be run on rows of the table. */
export function mayRun(rights: Rights, operation: string): boolean {
  return includes(rights.operations ?? false, operation);
}

/** `all` are the actions of the table: what is left of "every action" when one is taken away. */
export function withRun(rights: Rights, all: string[], operation: string, on: boolean): Rights {
  const operations = withColumn(rights.operations ?? false, all, operation, on);
  return { ...rights, operations };
}

/** What a new row gets in that column whatever was sent; `undefined` takes it away. */
export function withPreset(rights: Rights, column: string, value: Value | { attribute: string } | undefined): Rights {
  const { preset = {}, ...rest } = rights;
  const { [column]: _, ...others } = preset;
  const next = value === undefined ? others : { ...others, [column]: value };
  return Object.keys(next).length > 0 ? { ...rest, preset: next } : rest;
}

/** A name that control takes: "Support team" → `support-team`; "" where nothing of it is left. */
export function roleName(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9_-]+/g, "-")
    .replace(/^[^a-z]+|-+$/g, "")
    .replace(/-{2,}/g, "-")
    .slice(0, 64);
}
