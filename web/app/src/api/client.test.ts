import { ApiError } from "@jetway/core";
import { afterEach, describe, expect, it, vi } from "vitest";
import { bridgeRequest, controlRequest, forgetTokens, sessionRequest } from "./client";
import type { Bridge } from "./types";
import { beginView, endView } from "./viewing";

const BRIDGE: Bridge = { id: "b1", name: "Shop", url: "https://bridge.example/base/", engine: "postgresql" };

interface Sent {
  url: string;
  body: unknown;
  method: string;
  token: string | null;
  credentials: string | undefined;
}

function problem(status: number, code: string): Response {
  const body = { type: `urn:jetway:error:${code}`, title: code, status, code, detail: "Because." };
  return new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/problem+json" } });
}

/** Answers token requests by itself, and everything else with `answer`. */
function server(answer: (sent: Sent) => Response): Sent[] {
  const log: Sent[] = [];
  let tokens = 0;
  vi.stubGlobal("fetch", async (url: string, init: RequestInit) => {
    const headers = new Headers(init.headers);
    const body = init.body ? JSON.parse(String(init.body)) : null;
    const sent = {
      url,
      body,
      method: init.method ?? "",
      token: headers.get("Authorization"),
      credentials: init.credentials,
    };
    log.push(sent);
    if (url.endsWith("/api/user_tokens/")) {
      tokens += 1;
      return new Response(JSON.stringify({ token: `jut_${tokens}`, expires_s: 600 }), { status: 201 });
    }
    return answer(sent);
  });
  return log;
}

afterEach(() => {
  forgetTokens();
  endView();
  vi.unstubAllGlobals();
});

describe("a request to a bridge", () => {
  it("carries a token of its own and no cookie", async () => {
    const log = server(() => new Response("[]"));
    await bridgeRequest("p1", BRIDGE, "/api/model_descriptions/");
    expect(log.at(-1)).toMatchObject({
      url: "https://bridge.example/base/api/model_descriptions/",
      token: "Token jut_1",
      credentials: "omit",
    });
  });

  it("asks for a token to view as somebody, in that project and not at control", async () => {
    const log = server(() => new Response("[]"));
    beginView({ project: "p1", as: { role: "support" }, name: "Support" });
    await bridgeRequest("p1", BRIDGE, "/x/");
    await controlRequest("p1", "/x/");
    await bridgeRequest("p2", BRIDGE, "/x/");
    const asked = log.filter((sent) => sent.url.endsWith("/api/user_tokens/"));
    expect(asked.map((sent) => sent.body)).toEqual([
      { audience: "b1", project: "p1", as: { role: "support" } },
      { audience: "control", project: "p1" },
      { audience: "b1", project: "p2" },
    ]);
  });

  it("renews a refused token once", async () => {
    const log = server((sent) => (sent.token === "Token jut_1" ? problem(401, "token_invalid") : new Response("1")));
    expect(await bridgeRequest("p1", BRIDGE, "/x/")).toBe(1);
    expect(log.map((sent) => sent.token)).toEqual([null, "Token jut_1", null, "Token jut_2"]);
  });

  it("gives up after the second refusal", async () => {
    const log = server(() => problem(401, "token_invalid"));
    await expect(bridgeRequest("p1", BRIDGE, "/x/")).rejects.toMatchObject({ code: "token_invalid" });
    expect(log).toHaveLength(4);
  });
});

describe("a failure", () => {
  it("is the problem that the server tells", async () => {
    server(() => problem(409, "conflict"));
    await expect(controlRequest("p1", "/x/")).rejects.toMatchObject({
      code: "conflict",
      status: 409,
      message: "Because.",
    });
  });

  it("is unreachable where nobody answers", async () => {
    vi.stubGlobal("fetch", () => Promise.reject(new TypeError("Failed to fetch")));
    const failed = sessionRequest("/api/session/");
    await expect(failed).rejects.toBeInstanceOf(ApiError);
    await expect(failed).rejects.toMatchObject({ code: "unreachable", status: 0 });
  });

  it("of a server in between keeps its status", async () => {
    server(() => new Response("<html>Bad gateway</html>", { status: 502, statusText: "Bad Gateway" }));
    await expect(sessionRequest("/x/")).rejects.toMatchObject({ code: "http_502", message: "Bad Gateway" });
  });

  it("by our own cancelling stays what it is", async () => {
    const cancel = new AbortController();
    vi.stubGlobal("fetch", async () => {
      cancel.abort();
      throw new DOMException("Aborted", "AbortError");
    });
    await expect(sessionRequest("/x/", { signal: cancel.signal })).rejects.toMatchObject({ name: "AbortError" });
  });
});
