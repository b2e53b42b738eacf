/** Signing in at the organisation's own provider. */
import { queryOptions } from "@tanstack/react-query";
import { forgetTokens, sessionRequest } from "./client";
import { projectRequest } from "./project";
import type { SecondStep, Session } from "./types";

/** Whom the provider says the person is: what a test shows. */
export interface Claims {
  state: "claims";
  claims: Record<string, unknown>;
  groups: string[];
}

/** Who is signed in has proved who they are. */
export interface Proved {
  state: "proved";
}

export type Purpose = "sign_in" | "prove" | "link" | "test";

/** The provider's page, which sends the browser back to the page of `finishSingleSignOn`. */
export async function singleSignOnAddress(purpose: Purpose): Promise<string> {
  const { url } = await sessionRequest<{ url: string }>("/api/single_sign_on/begin/", {
    method: "POST",
    body: { purpose },
  });
  return url;
}

/** Sends the browser there. */
export async function beginSingleSignOn(purpose: Purpose): Promise<void> {
  window.location.assign(await singleSignOnAddress(purpose));
}

export function finishSingleSignOn(code: string, state: string): Promise<Session | SecondStep | Claims | Proved> {
  forgetTokens();
  return sessionRequest("/api/single_sign_on/finish/", { method: "POST", body: { code, state } });
}

/** The role that members of a group get. The first line that fits counts. */
export interface GroupRole {
  group: string;
  role: string;
}

export const groupsKey = (project: string) => ["groups", project] as const;

export const groupsQuery = (project: string) =>
  queryOptions({
    queryKey: groupsKey(project),
    queryFn: async ({ signal }) =>
      (await projectRequest<{ groups: GroupRole[] }>(project, "groups/", { signal })).groups,
  });

/** Takes a recent proof of who asks. */
export function saveGroups(project: string, groups: GroupRole[]): Promise<void> {
  return projectRequest(project, "groups/", { method: "PUT", body: { groups } });
}
