/** Roles and rules of an environment: the policy document of `docs/reference/control-api.md`. */
import { queryOptions } from "@tanstack/react-query";
import { controlRequest } from "./client";
import { projectRequest } from "./project";
import type { Op, Value } from "./types";

/** Every column, none, or those named. */
export type Columns = boolean | string[];

export type Mask = { kind: "full" } | { kind: "partial"; keep: number };

export interface FromAttribute {
  attribute: string;
}

export type Condition = { column: string; op: Op } & ({ value: Value } | FromAttribute);
export type Rule = { and: Rule[] } | { or: Rule[] } | { not: Rule } | Condition;

/** What a role may do with a table: `read` is true where it is left out, everything else false. */
export interface Rights {
  read?: Columns;
  create?: Columns;
  update?: Columns;
  delete?: boolean;
  export?: boolean;
  aggregate?: boolean;
  rows?: Rule;
  mask?: Record<string, Mask>;
  preset?: Record<string, Value | FromAttribute>;
  max_rows?: number;
  /** The types of columns that were made again, and were granted as they are then. */
  types?: Record<string, string>;
  /** What its source does with its rows by name: all of it, none, or those named. */
  operations?: boolean | string[];
}

export interface Role {
  /** By table; `billing/*` is every table of the source `billing` that is not named. */
  tables?: Record<string, Rights>;
  /** Of the tables that `tables` does not name, in every source; without it those do not exist. */
  every_table?: Rights;
  structure?: boolean;
  audit?: boolean;
  sql?: boolean;
  /** Whether it may add sources to the bridge, change and remove them. */
  sources?: boolean;
  queries?: Columns;
  /** What sources do for no row, as `billing/close_month`. */
  operations?: boolean | string[];
  /** The ids of the endpoints that it may call. */
  endpoints?: boolean | string[];
}

export interface SavedQuery {
  title?: string;
  sql: string;
  parameters?: { name: string; type?: string; required?: boolean }[];
  schema?: string;
}

/** What becomes of a parameter that callers of an endpoint do not have to send. */
export type Setting = { value: Value } | { attribute: string } | { default: Value };

export type Shape = "rows" | "row" | "value";

/** A saved query or an operation at an address of its own. */
export interface Endpoint {
  title?: string;
  parameters?: Record<string, Setting>;
  query?: string;
  shape?: Shape;
  /** Those that are promised, by type. */
  columns?: Record<string, string>;
  /** As `pay/charges.refund`. */
  operation?: string;
  /** Of the operation, when the endpoint was saved. */
  version?: string;
}

export interface Policy {
  version: number;
  roles: Record<string, Role>;
  queries: Record<string, SavedQuery>;
  endpoints: Record<string, Endpoint>;
}

export interface StoredPolicy {
  policy: Policy;
  etag: string | null;
}

const path = (project: string) => `/api/projects/${encodeURIComponent(project)}/policy/`;

export const policyKey = (project: string) => ["policy", project] as const;

export const policyQuery = (project: string) =>
  queryOptions({
    queryKey: policyKey(project),
    queryFn: async ({ signal }): Promise<StoredPolicy> => {
      const { data, headers } = await controlRequest<Policy>(project, path(project), { signal });
      return { policy: data, etag: headers.get("ETag") };
    },
  });

/** Saves parts over the version that `etag` names; 409 `conflict` where somebody saved first. The others stay. */
export async function savePolicy(
  project: string,
  parts: Partial<Omit<Policy, "version">>,
  etag: string | null,
): Promise<StoredPolicy> {
  const { data, headers } = await controlRequest<Policy>(project, path(project), {
    method: "PUT",
    body: parts,
    headers: etag ? { "If-Match": etag } : {},
  });
  return { policy: data, etag: headers.get("ETag") };
}

export interface PolicyVersion {
  version: number;
  created_at: number;
  /** Who saved it; null for what Jetway began with. */
  person: string | null;
  name: string | null;
}

/** What differs between two versions; of a saved query or an endpoint there is its id alone. */
export interface PolicyChange {
  role?: string;
  /** `*` is every table that is not named. */
  table?: string;
  right?: string;
  column?: string;
  query?: string;
  endpoint?: string;
  from?: Value;
  to?: Value;
}

/** The newest 100, newest first. */
export const policyVersionsQuery = (project: string) =>
  queryOptions({
    queryKey: [...policyKey(project), "versions"] as const,
    queryFn: async ({ signal }) =>
      (await projectRequest<{ versions: PolicyVersion[] }>(project, "policy/versions/", { signal })).versions,
  });

export const policyDiffQuery = (project: string, from: number, to: number) =>
  queryOptions({
    queryKey: [...policyKey(project), "diff", from, to] as const,
    queryFn: async ({ signal }) => {
      const params = new URLSearchParams({ to: String(to) });
      const address = `policy/versions/${from}/diff/`;
      return (await projectRequest<{ changes: PolicyChange[] }>(project, address, { params, signal })).changes;
    },
    staleTime: Number.POSITIVE_INFINITY,
  });

/** Saves what an earlier version said, as the next; 409 `conflict` where somebody saved meanwhile. */
export function goBackTo(project: string, version: number, etag: string | null): Promise<Policy> {
  return projectRequest(project, `policy/versions/${version}/revert/`, {
    method: "POST",
    headers: etag ? { "If-Match": etag } : {},
  });
}
