/** The one place that speaks HTTP: addresses, tokens, problems. */
import { ApiError, problemOf, unanswered } from "./errors.js";
import { type Beyond, parseExact } from "./exactJson.js";
import { type AskToken, type HeldToken, holdToken } from "./token.js";

export interface ClientOptions {
  /** Where Jetway is, with the prefix if it has one: `https://jetway.example`. */
  url: string;
  /** A User Token or API token, or how to ask for one; without it requests carry none. */
  token?: string | AskToken | HeldToken;
  /** Whether cookies go along; they do not unless said. */
  credentials?: RequestCredentials;
  /** What becomes of whole numbers beyond 2^53: their digits as text unless said. */
  beyond?: Beyond;
}

/** What ends a request. */
export interface Signal {
  signal?: AbortSignal;
}

export interface RequestOptions extends Signal {
  method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  params?: URLSearchParams;
  /** A file or a form as it is, everything else as JSON. */
  body?: unknown;
  headers?: Record<string, string>;
  /** Whether the answer may take minutes: it ends with the token that it was asked for with, so that is a new one. */
  lasting?: boolean;
  /** Asks in the place of the global `fetch`, which does not tell how much of a body is sent. */
  fetch?: typeof globalThis.fetch;
}

export interface Answer<T> {
  data: T;
  headers: Headers;
}

export interface Client {
  /** Where it is, without a slash at the end. */
  readonly url: string;
  /** What the server answers; `undefined` for 204. Raises `ApiError`. */
  request<T>(path: string, options?: RequestOptions): Promise<T>;
  /** The same, with the headers, for `ETag`. */
  answer<T>(path: string, options?: RequestOptions): Promise<Answer<T>>;
  /** The answer while it is still on its way: for files, and for lines that come one by one. */
  response(path: string, options?: RequestOptions): Promise<Response>;
}

/** Requests to one server. Nothing is sent twice, but where a token was refused and another one is had. */
export function createClient({ url, token, credentials = "omit", beyond }: ClientOptions): Client {
  const origin = url.replace(/\/$/, "");
  const held = typeof token === "object" ? token : token && holdToken(typeof token === "string" ? () => token : token);

  async function response(path: string, options: RequestOptions = {}): Promise<Response> {
    const to = address(origin, path, options.params);
    if (!held) return send(to, options, credentials);
    const first = await (options.lasting ? held.renewed() : held.get());
    try {
      return await send(to, authorized(options, first), credentials);
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== "token_invalid") throw error;
      held.drop(first);
      const renewed = await held.get();
      if (renewed === first) throw error;
      return send(to, authorized(options, renewed), credentials);
    }
  }

  async function answer<T>(path: string, options: RequestOptions = {}): Promise<Answer<T>> {
    const answered = await response(path, options);
    const text = await reached(origin, options.signal, answered.text());
    const data = answered.status === 204 ? undefined : understood(text, origin, beyond);
    return { data: data as T, headers: answered.headers };
  }

  return {
    url: origin,
    request: async <T>(path: string, options?: RequestOptions) => (await answer<T>(path, options)).data,
    answer,
    response,
  };
}

function address(origin: string, path: string, params?: URLSearchParams): string {
  const query = params?.toString();
  return `${origin}${path}${query ? `?${query}` : ""}`;
}

/** What cannot be a token is refused here: what `fetch` says of a header that it does not send repeats it. */
function authorized(options: RequestOptions, token: string): RequestOptions {
  if (!/^[!-~]+\s*$/.test(token)) {
    throw unanswered("token_invalid", "Token invalid", "The token is empty, or holds a space or another sign.");
  }
  return { ...options, headers: { ...options.headers, Authorization: `Token ${token}` } };
}

async function send(url: string, options: RequestOptions, credentials: RequestCredentials): Promise<Response> {
  const { method = "GET", body, signal, fetch = globalThis.fetch } = options;
  const headers: Record<string, string> = { Accept: "application/json", ...options.headers };
  // A form says itself what stands between its parts.
  if (method !== "GET" && !(body instanceof FormData)) headers["Content-Type"] ??= "application/json";
  const sent = body === undefined || body instanceof Blob || body instanceof FormData ? body : JSON.stringify(body);
  const response = await reached(url, signal, fetch(url, { method, headers, credentials, signal, body: sent }));
  if (!response.ok) throw await problemOf(response);
  return response;
}

/** What the network gives; `unreachable` where it does not. Whoever cancels gets what `fetch` says. */
async function reached<T>(url: string, signal: AbortSignal | undefined, asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    if (signal?.aborted) throw error;
    throw unanswered("unreachable", "No answer", hostOf(url), error);
  }
}

function understood(text: string, origin: string, beyond: Beyond | undefined): unknown {
  try {
    return parseExact(text, beyond);
  } catch (error) {
    const detail = `${hostOf(origin)} answers something else than JSON. Check the address.`;
    throw unanswered("not_json", "No JSON", detail, error);
  }
}

const hostOf = (url: string) => new URL(url, globalThis.document?.baseURI).host;
