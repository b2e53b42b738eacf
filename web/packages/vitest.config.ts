import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

/** The tests of one package. Examples stand outside of the workspace. */
const project = (name: string, environment: "node" | "jsdom") => ({
  root: name,
  resolve: { alias: { "@jetway/core": fileURLToPath(new URL("core/src/index.ts", import.meta.url)) } },
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
