/** The person who is signed in: what they sign in with, and where. */
import { queryOptions } from "@tanstack/react-query";
import { sessionRequest } from "./client";

export interface Account {
  id: string;
  email: string;
  name: string;
  /** Whether there is one. */
  password: boolean;
  authenticator: boolean;
  /** How many are left. */
  recovery_codes: number;
  /** The issuers where they sign in too. */
  single_sign_on: string[];
  /** Whether this session showed a second factor. */
  strong: boolean;
  proved_at: number;
}

export const accountKey = ["account"] as const;

export const accountQuery = queryOptions({
  queryKey: accountKey,
  queryFn: ({ signal }) => sessionRequest<Account>("/api/account/", { signal }),
});

export type Proof = { password: string } | { code: string };

/** For the next 15 minutes control takes sensitive changes from this session. */
export function proveWho(proof: Proof): Promise<void> {
  return sessionRequest("/api/account/proof/", { method: "POST", body: proof });
}

/** The person's other sessions end. */
export function changePassword(input: { current: string; password: string }): Promise<void> {
  return sessionRequest("/api/account/password/", { method: "PUT", body: input });
}

export interface OwnSession {
  id: string;
  /** Names as `Firefox` and `Windows`, or "". */
  browser: string;
  system: string;
  address: string;
  created_at: number;
  seen_at: number;
  /** Whether it is the one that asks. */
  this: boolean;
}

export const ownSessionsKey = ["ownSessions"] as const;

export const ownSessionsQuery = queryOptions({
  queryKey: ownSessionsKey,
  queryFn: async ({ signal }) =>
    (await sessionRequest<{ sessions: OwnSession[] }>("/api/account/sessions/", { signal })).sessions,
});

export function endOwnSession(id: string): Promise<void> {
  return sessionRequest(`/api/account/sessions/${encodeURIComponent(id)}/`, { method: "DELETE" });
}

export function endOtherSessions(): Promise<void> {
  return sessionRequest("/api/account/sessions/", { method: "DELETE" });
}
