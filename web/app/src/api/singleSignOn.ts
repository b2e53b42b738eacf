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

export type Purpose = "sign_in" | "prove" | "link" | "test";

/** Sends the browser to the provider, which sends it back to the page of `finishSingleSignOn`. */
export async function beginSingleSignOn(purpose: Purpose): Promise<void> {
  const { url } = await sessionRequest<{ url: string }>("/api/single_sign_on/begin/", {
    method: "POST",
    body: { purpose },
  });
  window.location.assign(url);
}

export function finishSingleSignOn(code: string, state: string): Promise<Session | SecondStep | Claims> {
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
