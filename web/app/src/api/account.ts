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
  single_sign_on: boolean;
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
