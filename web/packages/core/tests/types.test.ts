import { execFile } from "node:child_process";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import openapiTS, { astToString } from "openapi-typescript";
import { expect, inject, it } from "vitest";
import { scriptOf } from "../../vue/tests/singleFile.js";
import { createClient } from "../src/index.js";
import { modulesOf } from "./snippets.js";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const EXAMPLES = "../../../../examples";
const DOCS = ["reference/sdk", "how-to/use-the-api"];

it("knows by the bridge's document what compiles, in the docs and the examples too", async () => {
  const client = createClient({ url: inject("url"), token: inject("token") });
  const documents = { shop: "/api/openapi.json", copy: "/api/sources/copy/openapi.json" };
  // A snippet that was taken out would stay.
  await rm(here("types/dist"), { recursive: true, force: true });
  await mkdir(here("types/dist/snippets"), { recursive: true });
  for (const [name, path] of Object.entries(documents)) {
    const document = await (await client.response(path)).text();
    await writeFile(here(`types/dist/${name}.d.ts`), astToString(await openapiTS(document)));
  }
  // What the examples call it.
  await writeFile(here("types/dist/jetway.d.ts"), 'export type { paths } from "./shop.js";\n');
  for (const page of DOCS) {
    const modules = modulesOf(await readFile(here(`../../../../docs/${page}.md`), "utf8"));
    for (const [at, text] of modules.entries()) {
      await writeFile(here(`types/dist/snippets/${page.replace("/", "-")}-${at + 1}.tsx`), text);
    }
  }
  for (const name of ["Orders", "Order"]) {
    const code = await readFile(here(`${EXAMPLES}/orders-vue/${name}.vue`), "utf8");
    await writeFile(here(`types/dist/${name}.ts`), scriptOf(code, name, false));
  }
  const tsc = [here("../../../node_modules/typescript/bin/tsc"), "--noEmit", "-p", here("types/tsconfig.json")];
  const said = await promisify(execFile)(process.execPath, tsc).catch((failed: { stdout: string }) => failed);
  expect(said.stdout).toBe("");
}, 240_000);
