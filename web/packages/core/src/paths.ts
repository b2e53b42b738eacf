/** How addresses of sources, tables and rows are made. */
import type { Client } from "./client.js";

/** Whose rows: of a table of a source, "" for the first. */
export interface Place {
  client: Client;
  source: string;
  table: string;
}

/** What the first source of a bridge is called where it needs a name. */
export const FIRST = "default";

/** Where a source's routes begin; the first source of a bridge has no name. */
export const sourcePath = (source: string) => (source ? `/api/sources/${encodeURIComponent(source)}/` : "/api/");

/** The rows of a table, or one of them by its key's segment. */
export function tablePath(source: string, table: string, segment?: string): string {
  return `${sourcePath(source)}models/${encodeURIComponent(table)}/${segment === undefined ? "" : `${segment}/`}`;
}

/** Where an endpoint of a source is called. */
export const endpointPath = (source: string, id: string) => `${sourcePath(source)}endpoints/${encodeURIComponent(id)}/`;

/** Where a saved query of a source is run. */
export const queryPath = (source: string, id: string) => `${sourcePath(source)}queries/${encodeURIComponent(id)}/run/`;

/** What a source does by name: all of it, or one. */
export function operationPath(source: string, operation?: string): string {
  const one = operation === undefined ? "" : `${encodeURIComponent(operation)}/`;
  return `/api/proxy/${encodeURIComponent(source || FIRST)}/${one}`;
}
