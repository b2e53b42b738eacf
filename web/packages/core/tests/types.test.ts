import { execFile } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import openapiTS, { astToString } from "openapi-typescript";
import { expect, inject, it } from "vitest";
import { createClient } from "../src/index.js";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

it("knows by the bridge's document what compiles", async () => {
  const client = createClient({ url: inject("url"), token: inject("token") });
  const documents = { shop: "/api/openapi.json", copy: "/api/sources/copy/openapi.json" };
  await mkdir(here("types/dist"), { recursive: true });
  for (const [name, path] of Object.entries(documents)) {
    const document = await (await client.response(path)).text();
    await writeFile(here(`types/dist/${name}.d.ts`), astToString(await openapiTS(document)));
  }
  // What the example calls it.
  await writeFile(here("types/dist/jetway.d.ts"), 'export type { paths } from "./shop.js";\n');
  const tsc = [here("../../../node_modules/typescript/bin/tsc"), "--noEmit", "-p", here("types/tsconfig.json")];
  const said = await promisify(execFile)(process.execPath, tsc).catch((failed: { stdout: string }) => failed);
  expect(said.stdout).toBe("");
});
