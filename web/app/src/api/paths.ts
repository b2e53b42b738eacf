/** Where a bridge keeps what: the only place that knows how addresses of sources and tables are made. */
import type { Table } from "./types";

type Named = Pick<Table, "model" | "source">;

/** Where the sources of a bridge are listed and added. */
export const sourcesPath = "/api/sources/";

/** What lists of sources call the one that the bridge was started with. */
export const FIRST = "default";

/** Where a source's routes begin; the first source of a bridge has no name. */
export function sourcePath(source: string): string {
  return source ? `${sourcesPath}${source}/` : "/api/";
}

/** What a source does by name: all of it, or one. */
export function operationPath(source: string, operation?: string): string {
  const one = operation === undefined ? "" : `${encodeURIComponent(operation)}/`;
  return `/api/proxy/${source || FIRST}/${one}`;
}

/** Where an endpoint of a source is called. */
export function endpointPath(source: string, id: string): string {
  return `${sourcePath(source)}endpoints/${id}/`;
}

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
  const row = key === undefined ? "" : `${key}/`;
  return `${sourcePath(table.source)}models/${encodeURIComponent(ownName(table))}/${row}`;
}
