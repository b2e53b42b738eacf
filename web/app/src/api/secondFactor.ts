/** The second step of signing in: an authenticator app, and codes for the day it is lost. */
import { sessionRequest } from "./client";
import { projectRequest } from "./project";
import type { Session } from "./types";

/** What a new authenticator app needs: to type, to open, to scan. */
export interface AuthenticatorOffer {
  secret: string;
  uri: string;
  svg: string;
}

export interface RecoveryCodes {
  recovery_codes: string[];
}

export function takeSecondStep(ticket: string, code: string): Promise<Session> {
  return sessionRequest("/api/session/second_factor/", { method: "POST", body: { ticket, code } });
}

export function offerAuthenticator(): Promise<AuthenticatorOffer> {
  return sessionRequest("/api/account/totp/", { method: "POST" });
}

/** The app counts from now on. */
export function confirmAuthenticator(code: string): Promise<RecoveryCodes> {
  return sessionRequest("/api/account/totp/confirm/", { method: "POST", body: { code } });
}

export function removeAuthenticator(): Promise<void> {
  return sessionRequest("/api/account/totp/", { method: "DELETE" });
}

/** Those before end. */
export function renewRecoveryCodes(): Promise<RecoveryCodes> {
  return sessionRequest("/api/account/recovery_codes/", { method: "POST" });
}

/** Whether only sessions with a second factor get into the project. */
export function requireSecondFactor(project: string, required: boolean): Promise<void> {
  return projectRequest(project, "second_factor/", { method: "PUT", body: { required } });
}
