import { queryOptions, useQuery } from "@tanstack/react-query";
import { forgetTokens, sessionRequest } from "./client";
import type { SecondStep, Session } from "./types";
import { endView } from "./viewing";

export const sessionKey = ["session"] as const;

export async function fetchSession(signal?: AbortSignal): Promise<Session> {
  const session = await sessionRequest<Session>("/api/session/", { signal });
  // Whoever signs in next begins as themselves.
  if (session.state !== "signed_in") endView();
  return session;
}

export const sessionQuery = queryOptions({
  queryKey: sessionKey,
  queryFn: ({ signal }) => fetchSession(signal),
  staleTime: 5 * 60_000,
});

export function useSession() {
  return useQuery(sessionQuery);
}

export interface SetupInput {
  code: string;
  email: string;
  name: string;
  password: string;
}

export function setUp(input: SetupInput): Promise<Session> {
  forgetTokens();
  return sessionRequest<Session>("/api/setup/", { method: "POST", body: input });
}

export function signIn(input: { email: string; password: string }): Promise<Session | SecondStep> {
  forgetTokens();
  return sessionRequest<Session | SecondStep>("/api/session/", { method: "POST", body: input });
}

export async function signOut(): Promise<void> {
  forgetTokens();
  await sessionRequest<void>("/api/session/", { method: "DELETE" });
}
