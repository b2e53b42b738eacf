/** Consents that people give at apps' providers. The bridge keeps the tokens; here is only the name of a consent. */
import type { Brought } from "../lib/consentChannel";
import { bridgeRequest } from "./client";
import { sourcesPath } from "./paths";
import type { Options } from "./sourceChanges";
import type { Bridge } from "./types";

/** The provider's page, and what its answer is known by. */
export interface AskedConsent {
  url: string;
  state: string;
}

/** `name`: of a source whose options stand in for those that are left out. */
export function askConsent(
  project: string,
  bridge: Bridge,
  body: { kind: string; options: Options; redirect: string; name?: string },
): Promise<AskedConsent> {
  return bridgeRequest(project, bridge, `${sourcesPath}ask_consent/`, { method: "POST", body });
}

export function keepConsent(
  project: string,
  bridge: Bridge,
  { state, code, iss }: Brought,
): Promise<{ consent: string }> {
  const body = { state, code, ...(iss && { iss }) };
  return bridgeRequest(project, bridge, `${sourcesPath}keep_consent/`, { method: "POST", body });
}
