/** API tokens of a project: for scripts, in a role, good until they expire or are revoked. */
import { queryOptions } from "@tanstack/react-query";
import { projectRequest } from "./project";

export interface ApiToken {
  id: string;
  name: string;
  role: string;
  environment: string;
  /** Who made it; null for one made at the console. */
  person: string | null;
  made_by: string | null;
  read_only: boolean;
  /** The only tables it reaches; null for all of its role. */
  tables: string[] | null;
  created_at: number;
  expires_at: number;
  used_at: number | null;
}

/** With the token itself, which is told this once. */
export type MadeApiToken = ApiToken & { token: string };

export interface NewApiToken {
  name: string;
  role: string;
  expires_s: number;
  read_only: boolean;
  tables: string[] | null;
}

export const apiTokensKey = (project: string) => ["apiTokens", project] as const;

export const apiTokensQuery = (project: string) =>
  queryOptions({
    queryKey: apiTokensKey(project),
    queryFn: async ({ signal }) =>
      (await projectRequest<{ api_tokens: ApiToken[] }>(project, "api_tokens/", { signal })).api_tokens,
  });

/** Takes a recent proof of who asks. */
export function makeApiToken(project: string, input: NewApiToken): Promise<MadeApiToken> {
  return projectRequest(project, "api_tokens/", { method: "POST", body: input });
}

export function revokeApiToken(project: string, id: string): Promise<void> {
  return projectRequest(project, `api_tokens/${encodeURIComponent(id)}/`, { method: "DELETE" });
}
