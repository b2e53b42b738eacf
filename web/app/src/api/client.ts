/** Whom the interface speaks to, and with which token: the session and control under its own address, and bridges. */
import {
  type Answer,
  ApiError,
  createBridge,
  type HeldToken,
  holdToken,
  type RequestOptions,
  type Source,
  type TokenGrant,
} from "@jetway/core";
import { chooseEnvironment, chosenEnvironment } from "./environment";
import { rawNumber } from "./exactJson";
import type { Bridge } from "./types";
import { type Viewing, viewing } from "./viewing";

const CONTROL = "control";

/** Below this path lives everything: `/` or the prefix that the server wrote into `<base href>`. */
export function basePath(): string {
  return new URL(document.baseURI).pathname.replace(/\/$/, "");
}

/** Cookies go to this server alone. */
function clientOf(origin: string, token?: HeldToken) {
  const credentials = origin ? "omit" : "same-origin";
  return createBridge({ url: origin || basePath(), token, credentials, beyond: rawNumber });
}

/** A request of the browser's session, to control under the same origin. */
export function sessionRequest<T>(path: string, options?: RequestOptions): Promise<T> {
  return clientOf("").request(path, options);
}

/** User Tokens, one for each audience and project. */
const tokens = new Map<string, HeldToken>();

function tokenOf(audience: string, project: string): HeldToken {
  const name = `${project}/${audience}`;
  const held = tokens.get(name) ?? holdToken(() => grantOf(audience, project));
  tokens.set(name, held);
  return held;
}

/** Forgets every User Token: on sign-out, and when somebody else signs in. */
export function forgetTokens(): void {
  tokens.clear();
}

async function grantOf(audience: string, project: string): Promise<TokenGrant> {
  if (audience !== CONTROL) return askToken({ audience, project, as: viewedIn(project) });
  const environment = chosenEnvironment(project);
  try {
    return await askToken({ audience, project, environment });
  } catch (error) {
    // Somebody else removed it meanwhile.
    if (environment === undefined || !(error instanceof ApiError) || error.status !== 404) throw error;
    chooseEnvironment(project, undefined);
    return askToken({ audience, project });
  }
}

function askToken(body: object): Promise<TokenGrant> {
  return sessionRequest("/api/user_tokens/", { method: "POST", body });
}

/** As whom the rows of the project are looked at; at control everybody is themselves. */
function viewedIn(project: string): Viewing["as"] | undefined {
  const view = viewing();
  return view?.project === project ? view.as : undefined;
}

/** A request to control with a User Token; gives the headers too, for `ETag`. */
export function controlRequest<T>(project: string, path: string, options?: RequestOptions): Promise<Answer<T>> {
  return clientOf("", tokenOf(CONTROL, project)).answer(path, options);
}

const bridgeClient = (project: string, bridge: Bridge) => clientOf(bridge.url, tokenOf(bridge.id, project));

/** A request to a bridge with a User Token for it. */
export function bridgeRequest<T>(project: string, bridge: Bridge, path: string, options?: RequestOptions): Promise<T> {
  return bridgeClient(project, bridge).request(path, options);
}

/** The same, with the headers, for `ETag`. */
export function bridgeAnswer<T>(
  project: string,
  bridge: Bridge,
  path: string,
  options?: RequestOptions,
): Promise<Answer<T>> {
  return bridgeClient(project, bridge).answer(path, options);
}

/** The answer of a bridge while it is still on its way, for files. */
export function bridgeResponse(
  project: string,
  bridge: Bridge,
  path: string,
  options?: RequestOptions,
): Promise<Response> {
  return bridgeClient(project, bridge).response(path, options);
}

/** A source of a bridge, "" for the first. */
export function bridgeSource(project: string, bridge: Bridge, source: string): Source<unknown, string> {
  return bridgeClient(project, bridge).source(source);
}
