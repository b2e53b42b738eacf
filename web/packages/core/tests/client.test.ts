import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { inspect } from "node:util";
import { expect, it } from "vitest";
import { ApiError, type Bridge, createBridge, parseExact } from "../src/index.js";

/** What a client says of a server that answers so, and what it asked. */
async function answered(
  status: number,
  text: string,
  token?: string,
  ask = (bridge: Bridge): Promise<unknown> => bridge.request("/"),
) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.url} ${request.headers.authorization}`);
    response.writeHead(status).end(text);
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  const bridge = createBridge({ url: `http://127.0.0.1:${port}`, token });
  const said = (await ask(bridge).catch((error) => error)) as ApiError;
  server.close();
  return { said, asked, host: `127.0.0.1:${port}` };
}

it("tells an answer that is not JSON as such", async () => {
  for (const text of ["<!doctype html>", ""]) {
    const { said, host } = await answered(200, text);
    expect(said).toBeInstanceOf(ApiError);
    expect(said).toMatchObject({ code: "not_json", status: 0 });
    expect(said.message).toContain(host);
  }
});

it("takes no error of somebody else for a problem", async () => {
  for (const text of ['{"code": 1020, "error": "Denied"}', '{"code": "denied"}', "null", "[]", '"code"']) {
    expect((await answered(403, text)).said).toMatchObject({ code: "http_403", status: 403, message: text });
  }
});

it("tells a token that cannot be sent without repeating it", async () => {
  for (const token of ["jat_canary\njat_other", "jat_canary\0", "jat_canary€", "Token jat_canary", " "]) {
    const { said, asked } = await answered(200, "1", token);
    expect(said).toMatchObject({ code: "token_invalid", status: 0 });
    expect(inspect(said, { depth: null })).not.toContain("canary");
    expect(asked).toEqual([]);
  }
});

it("sends a token that was read from a line", async () => {
  expect((await answered(200, "1", "jat_line\n")).asked).toEqual(["/ Token jat_line"]);
});

it("takes no name for a part of an address", async () => {
  const { asked } = await answered(200, "1", undefined, (bridge) => bridge.source("a/../b?c").query("d/e#f").run());
  expect(asked).toEqual(["/api/sources/a%2F..%2Fb%3Fc/queries/d%2Fe%23f/run/ undefined"]);
});

it("reads a number beyond 2^53 beside a text of many megabytes", () => {
  const text = `\n"9007199254740993"${"x".repeat(20_000_000)}`;
  const said = JSON.stringify({ id: "ID", text }).replace('"ID"', "9007199254740993");
  expect(parseExact(said)).toEqual({ id: "9007199254740993", text });
});
