/** Passkeys: what a device or a key holds in place of a password. */
import { queryOptions } from "@tanstack/react-query";
import { forgetTokens, sessionRequest } from "./client";
import type { Session } from "./types";

export interface Passkey {
  id: string;
  name: string;
  created_at: number;
  used_at: number | null;
}

interface Ceremony<Options> {
  ticket: string;
  options: Options;
}

const path = (id: string) => `/api/account/passkeys/${encodeURIComponent(id)}/`;

export const passkeysKey = ["passkeys"] as const;

export const passkeysQuery = queryOptions({
  queryKey: passkeysKey,
  queryFn: async ({ signal }) =>
    (await sessionRequest<{ passkeys: Passkey[] }>("/api/account/passkeys/", { signal })).passkeys,
});

/** Whether this browser knows them, and their JSON. */
export const browserHasPasskeys = (): boolean =>
  typeof PublicKeyCredential !== "undefined" && "parseRequestOptionsFromJSON" in PublicKeyCredential;

/** What the browser asks its person for; null where they put the question away, or it found nothing. */
async function asked(question: Promise<Credential | null>): Promise<unknown> {
  try {
    return ((await question) as PublicKeyCredential | null)?.toJSON() ?? null;
  } catch (error) {
    if (error instanceof DOMException && ["NotAllowedError", "AbortError"].includes(error.name)) return null;
    throw error;
  }
}

/** What a passkey of the person signed; null where they put the browser's question away. */
async function asserted(): Promise<{ ticket: string; credential: unknown } | null> {
  const begun = await sessionRequest<Ceremony<PublicKeyCredentialRequestOptionsJSON>>("/api/session/passkey/begin/", {
    method: "POST",
  });
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(begun.options);
  const credential = await asked(navigator.credentials.get({ publicKey }));
  return credential === null ? null : { ticket: begun.ticket, credential };
}

/** Null where the person put the browser's question away. */
export async function signInWithPasskey(): Promise<Session | null> {
  const body = await asserted();
  if (body === null) return null;
  forgetTokens();
  return sessionRequest("/api/session/passkey/", { method: "POST", body });
}

/** As `proveWho`; false where the person put the browser's question away. */
export async function proveWithPasskey(): Promise<boolean> {
  const body = await asserted();
  if (body === null) return false;
  await sessionRequest("/api/account/proof/passkey/", { method: "POST", body });
  return true;
}

/** Null where the person put the browser's question away. Takes a recent proof of who asks. */
export async function addPasskey(name: string): Promise<Passkey | null> {
  const begun = await sessionRequest<Ceremony<PublicKeyCredentialCreationOptionsJSON>>("/api/account/passkeys/begin/", {
    method: "POST",
  });
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(begun.options);
  const credential = await asked(navigator.credentials.create({ publicKey }));
  if (credential === null) return null;
  const body = { ticket: begun.ticket, name, credential };
  return sessionRequest("/api/account/passkeys/", { method: "POST", body });
}

export function renamePasskey(id: string, name: string): Promise<void> {
  return sessionRequest(path(id), { method: "PATCH", body: { name } });
}

/** Takes a recent proof of who asks. */
export function removePasskey(id: string): Promise<void> {
  return sessionRequest(path(id), { method: "DELETE" });
}
