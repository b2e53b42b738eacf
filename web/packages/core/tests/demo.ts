/** A `jetway demo` of its own: `jetway` is looked for on PATH. */
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { copyFile, mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { createClient } from "../src/index.js";

export interface Demo {
  url: string;
  /** An API token of the role `owner`. */
  token: string;
  stop(): Promise<void>;
}

/** Starts it with a saved query, an endpoint over it, and the source `copy`: the same shop again. */
export async function startDemo(): Promise<Demo> {
  const state = await mkdtemp(join(tmpdir(), "jetway-sdk-"));
  const files = join(state, "files");
  await mkdir(files);
  const env = { ...process.env, JETWAY_SOURCE_FOLDERS: files, JETWAY_ALLOWED_ORIGINS: "http://localhost:3000" };
  const server = spawn("jetway", ["demo", "--port", "0", "--state", state], {
    env,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const stop = async () => {
    const ended = new Promise((resolve) => server.once("exit", resolve));
    if (server.kill()) await ended;
    await rm(state, { recursive: true, force: true });
  };
  try {
    const opening = await openingOf(server);
    await setUp(opening);
    const words = ["token", "create", "--state", state, "--role", "owner", "--name", "sdk"];
    const token = (await promisify(execFile)("jetway", words)).stdout.trim();
    await copyFile(join(state, "shop.sqlite"), join(files, "copy.sqlite"));
    const client = createClient({ url: opening.origin, token });
    const source = {
      name: "copy",
      kind: "sqlite",
      options: { path: join(files, "copy.sqlite") },
      tables: ["customers", "settings"],
    };
    await client.request("/api/sources/", { method: "POST", body: source });
    return { url: opening.origin, token, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The address that it says to open, with the code of the first run. */
function openingOf(server: ChildProcess): Promise<URL> {
  return new Promise((resolve, reject) => {
    let said = "";
    server.stdout?.on("data", (chunk) => {
      said += chunk;
      const found = /Open (http\S+)/.exec(said)?.[1];
      if (found) resolve(new URL(found));
    });
    server.once("exit", () => reject(new Error(`jetway demo did not start: ${said}`)));
    server.once("error", reject);
  });
}

const QUERY = {
  title: "Orders by status",
  sql: "SELECT id, number, total FROM orders WHERE status = :status ORDER BY id",
  parameters: [{ name: "status", type: "text", required: true }],
};
const ENDPOINT = {
  title: "Late orders",
  query: "by_status",
  shape: "rows",
  columns: { id: "integer", number: "text", total: "decimal" },
};

/** The first person, and what they save. */
async function setUp(opening: URL): Promise<void> {
  const client = createClient({ url: opening.origin });
  const code = new URLSearchParams(opening.hash.split("?")[1]).get("code");
  const person = { code, email: "ada@example.com", name: "Ada", password: `a long one ${crypto.randomUUID()}` };
  const { data, headers } = await client.answer<{ person: { projects: { id: string }[] } }>("/api/setup/", {
    method: "POST",
    body: person,
    headers: { Origin: opening.origin },
  });
  const project = data.person.projects[0]?.id;
  const cookie = headers
    .getSetCookie()
    .map((one) => one.split(";")[0])
    .join("; ");
  const { token } = await client.request<{ token: string }>("/api/user_tokens/", {
    method: "POST",
    body: { audience: "control", project },
    headers: { Origin: opening.origin, Cookie: cookie },
  });
  const control = createClient({ url: opening.origin, token });
  const path = `/api/projects/${project}/policy/`;
  const policy = await control.answer<{ roles: object }>(path);
  await control.request(path, {
    method: "PUT",
    headers: { "If-Match": policy.headers.get("ETag") ?? "" },
    body: { roles: policy.data.roles, queries: { by_status: QUERY }, endpoints: { "late-orders": ENDPOINT } },
  });
}
