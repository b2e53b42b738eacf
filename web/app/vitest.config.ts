import react from "@vitejs/plugin-react";
import { defaultClientConditions } from "vite";
import { defineConfig } from "vitest/config";

export default defineConfig({
  plugins: [react()],
  resolve: { conditions: ["@jetway/source", ...defaultClientConditions] },
  test: {
    environment: "jsdom",
    setupFiles: ["./src/testSetup.ts"],
    include: ["src/**/*.test.{ts,tsx}"],
    css: false,
    // A document per process: one per file takes ten times as long as the tests.
    isolate: false,
    // As elsewhere, no test asserts times: a busy machine is no fault.
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
