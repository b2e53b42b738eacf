/** The one place that speaks HTTP: addresses, tokens, problems. */
import { chooseEnvironment, chosenEnvironment } from "./environment";
import { ApiError, problemOf, unreachable } from "./errors";
import { parseExact } from "./exactJson";
import { type TokenGrant, TokenStore } from "./tokens";
import type { Bridge } from "./types";
import { type Viewing, viewing } from "./viewing";

export { ApiError } from "./errors";

const CONTROL = "control";

export interface RequestOptions {
  method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  params?: URLSearchParams;
  /** A file as it is, everything else as JSON. */
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

export interface Answer<T> {
  data: T;
  headers: Headers;
}

/** Below this path lives everything: `/` or the prefix that the server wrote into `<base href>`. */
export function basePath(): string {
  return new URL(document.baseURI).pathname.replace(/\/$/, "");
}

function address(origin: string, path: string, params?: URLSearchParams): string {
  const query = params?.toString();
  return `${origin ? origin.replace(/\/$/, "") : basePath()}${path}${query ? `?${query}` : ""}`;
}

async function send(url: string, options: RequestOptions, credentials: RequestCredentials): Promise<Response> {
  const headers: Record<string, string> = { Accept: "application/json", ...options.headers };
  const method = options.method ?? "GET";
  if (method !== "GET") headers["Content-Type"] ??= "application/json";
  let response: Response;
  try {
    response = await fetch(url, {
      method,
      headers,
      credentials,
      signal: options.signal,
      body: options.body === undefined || options.body instanceof Blob ? options.body : JSON.stringify(options.body),
    });
  } catch (error) {
    if (options.signal?.aborted) throw error;
    throw unreachable(new URL(url, document.baseURI).host);
  }
  if (!response.ok) throw await problemOf(response);
  return response;
}

async function answerOf<T>(response: Response): Promise<Answer<T>> {
  const data = (response.status === 204 ? undefined : parseExact(await response.text())) as T;
  return { data, headers: response.headers };
}

/** A request of the browser's session, to control under the same origin. */
export async function sessionRequest<T>(path: string, options: RequestOptions = {}): Promise<T> {
  return (await answerOf<T>(await send(address("", path), options, "same-origin"))).data;
}

function askToken(body: object): Promise<TokenGrant> {
  return sessionRequest("/api/user_tokens/", { method: "POST", body });
}

const tokens = new TokenStore(async (audience, project) => {
  if (audience !== CONTROL) return askToken({ audience, project, as: viewedIn(project) });
  const environment = chosenEnvironment(project);
  try {
    return await askToken({ audience, project, environment });
  } catch (error) {
    // Somebody else removed it meanwhile.
    if (environment === undefined || !(error instanceof ApiError) || error.problem.status !== 404) throw error;
    chooseEnvironment(project, undefined);
    return askToken({ audience, project });
  }
});

/** As whom the rows of the project are looked at; at control everybody is themselves. */
function viewedIn(project: string): Viewing["as"] | undefined {
  const view = viewing();
  return view?.project === project ? view.as : undefined;
}

/** Forgets every User Token: on sign-out, and when somebody else signs in. */
export function forgetTokens(): void {
  tokens.clear();
}

async function withToken(
  audience: string,
  project: string,
  origin: string,
  path: string,
  options: RequestOptions,
): Promise<Response> {
  const url = address(origin, path, options.params);
  for (let renewed = false; ; renewed = true) {
    const token = await tokens.get(audience, project);
    const headers = { ...options.headers, Authorization: `Token ${token}` };
    try {
      return await send(url, { ...options, headers }, origin ? "omit" : "same-origin");
    } catch (error) {
      if (renewed || !(error instanceof ApiError) || error.code !== "token_invalid") throw error;
      tokens.drop(audience, project, token);
    }
  }
}

/** A request to control with a User Token; gives the headers too, for `ETag`. */
export async function controlRequest<T>(
  project: string,
  path: string,
  options: RequestOptions = {},
): Promise<Answer<T>> {
  return answerOf<T>(await withToken(CONTROL, project, "", path, options));
}

/** A request to a bridge with a User Token for it. */
export async function bridgeRequest<T>(
  project: string,
  bridge: Bridge,
  path: string,
  options: RequestOptions = {},
): Promise<T> {
  return (await bridgeAnswer<T>(project, bridge, path, options)).data;
}

/** The same, with the headers, for `ETag`. */
export async function bridgeAnswer<T>(
  project: string,
  bridge: Bridge,
  path: string,
  options: RequestOptions = {},
): Promise<Answer<T>> {
  return answerOf<T>(await bridgeResponse(project, bridge, path, options));
}

/** The answer of a bridge while it is still on its way: for files and for lines that come one by one. */
export function bridgeResponse(
  project: string,
  bridge: Bridge,
  path: string,
  options: RequestOptions = {},
): Promise<Response> {
  return withToken(bridge.id, project, bridge.url, path, options);
}
