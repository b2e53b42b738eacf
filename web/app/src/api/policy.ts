/** Roles and rules of an environment: the policy document of `docs/reference/control-api.md`. */
import { queryOptions } from "@tanstack/react-query";
import { controlRequest } from "./client";
import type { Op, Value } from "./types";

/** Every column, none, or those named. */
export type Columns = boolean | string[];

export type Mask = { kind: "full" } | { kind: "partial"; keep: number };

/** What is known of whoever asks. */
export type Attribute = "id" | "email" | "name";

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
}

export interface Role {
  tables?: Record<string, Rights>;
  /** Of the tables that `tables` does not name; without it those do not exist. */
  every_table?: Rights;
  structure?: boolean;
  audit?: boolean;
  sql?: boolean;
  queries?: Columns;
}

export interface Policy {
  version: number;
  roles: Record<string, Role>;
  queries: Record<string, { title?: string }>;
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

/** Saves the roles over the version that `etag` names; 409 `conflict` where somebody saved first. */
export async function saveRoles(
  project: string,
  roles: Record<string, Role>,
  etag: string | null,
): Promise<StoredPolicy> {
  const { data, headers } = await controlRequest<Policy>(project, path(project), {
    method: "PUT",
    body: { roles },
    headers: etag ? { "If-Match": etag } : {},
  });
  return { policy: data, etag: headers.get("ETag") };
}
