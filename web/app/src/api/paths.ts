/** How tables are named across the sources of a bridge. */
import { tablePath as pathOf } from "@jetway/core";
import type { Table } from "./types";

type Named = Pick<Table, "model" | "source">;

/** Where the sources of a bridge are listed and added. */
export const sourcesPath = "/api/sources/";

/** A table as policy, settings, audit and the address bar name it. */
export function modelOf(source: string, name: string): string {
  return source ? `${source}/${name}` : name;
}

/** What the table is called in its own source. */
export function ownName({ model, source }: Named): string {
  return source ? model.slice(source.length + 1) : model;
}

/** The source that a name of a table begins with; for names of tables that are not known. */
export function sourceOf(model: string): string {
  return /^([a-z][a-z0-9-]{0,39})\//.exec(model)?.[1] ?? "";
}

/** The rows of a table, or one of them by its key. */
export function tablePath(table: Named, key?: string): string {
  return pathOf(table.source, ownName(table), key);
}
