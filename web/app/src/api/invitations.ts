import { queryOptions } from "@tanstack/react-query";
import { forgetTokens, sessionRequest } from "./client";
import type { Invitation } from "./members";
import { projectRequest } from "./project";
import type { Session } from "./types";

/** An invitation just made. The link is told this once. */
export interface MadeInvitation extends Invitation {
  link: string;
  /** Whether the link went out by mail; `off` without a mail server, or where no mail was wanted. */
  mail: "sent" | "failed" | "off";
}

export interface ShownInvitation {
  project: string;
  role: string;
  email: string;
  invited_by: string;
  expires_at: number;
}

const path = (id: string) => `invitations/${encodeURIComponent(id)}/`;

export function invite(
  project: string,
  input: { email: string; role: string; mail: boolean },
): Promise<MadeInvitation> {
  return projectRequest(project, "invitations/", { method: "POST", body: input });
}

/** A new link for another week; the one before ends. */
export function inviteAgain(project: string, id: string, mail: boolean): Promise<MadeInvitation> {
  return projectRequest(project, `${path(id)}resend/`, { method: "POST", body: { mail } });
}

export function withdrawInvitation(project: string, id: string): Promise<void> {
  return projectRequest(project, path(id), { method: "DELETE" });
}

export const shownInvitationQuery = (code: string) =>
  queryOptions({
    queryKey: ["invitation", code],
    queryFn: ({ signal }) =>
      sessionRequest<ShownInvitation>("/api/invitations/show/", { method: "POST", body: { code }, signal }),
    retry: false,
  });

/** `name` and `password` make the account, where there is none. */
export function acceptInvitation(input: { code: string; name?: string; password?: string }): Promise<Session> {
  forgetTokens();
  return sessionRequest("/api/invitations/accept/", { method: "POST", body: input });
}
