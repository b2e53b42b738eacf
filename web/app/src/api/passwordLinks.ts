/** Links that let somebody set a new password, without the old one. */
import { sessionRequest } from "./client";
import { projectRequest } from "./project";

/** Answers alike for every address. */
export function mailPasswordLink(email: string): Promise<void> {
  return sessionRequest("/api/password/forgot/", { method: "POST", body: { email } });
}

/** Every session of the person ends, and nobody is signed in. */
export function resetPassword(input: { code: string; password: string }): Promise<void> {
  return sessionRequest("/api/password/reset/", { method: "POST", body: input });
}

export interface PasswordLink {
  link: string;
  expires_at: number;
}

/** A link to hand over, told this once, good for a day. Takes a recent proof of who asks. */
export function makePasswordLink(project: string, member: string): Promise<PasswordLink> {
  return projectRequest(project, `members/${encodeURIComponent(member)}/password_link/`, { method: "POST" });
}
