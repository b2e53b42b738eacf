import { fileURLToPath } from "node:url";
import { type Plugin, transformWithOxc } from "vite";
import { defineConfig } from "vitest/config";
import { scriptOf } from "./vue/tests/singleFile.js";

const PACKAGES = ["core", "react", "vue", "angular"];
const source = (name: string) => fileURLToPath(new URL(`${name}/src/index.ts`, import.meta.url));

/** Vue's components of the examples. */
const singleFile: Plugin = {
  name: "single-file-components",
  transform(code, id) {
    if (!id.endsWith(".vue")) return undefined;
    return transformWithOxc(scriptOf(code, id, true), `${id}.ts`);
  },
};

/** The tests of one package. Examples stand outside of the workspace, and find here what they need. */
const project = (name: string, environment: "node" | "jsdom") => ({
  root: name,
  plugins: [singleFile],
  resolve: {
    alias: Object.fromEntries(PACKAGES.map((one) => [`@jetway/${one}`, source(one)])),
    dedupe: [
      ...["react", "react-dom", "@tanstack/react-query", "vue", "@tanstack/vue-query"],
      ...["@angular/core", "@angular/compiler", "@angular/common", "@angular/platform-browser"],
    ],
  },
  server: { fs: { allow: ["../../.."] } },
  test: { name, environment, include: ["tests/*.test.{ts,tsx}"], testTimeout: 60_000, hookTimeout: 120_000 },
});

/** One demo for the tests of all packages. */
export default defineConfig({
  test: {
    globalSetup: ["core/tests/globalSetup.ts"],
    projects: [
      project("core", "node"),
      project("react", "jsdom"),
      project("vue", "jsdom"),
      project("angular", "jsdom"),
      project("data-providers", "node"),
    ],
  },
});
