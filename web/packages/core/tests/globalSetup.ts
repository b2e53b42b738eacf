import type { TestProject } from "vitest/node";
import { startDemo } from "./demo.js";

declare module "vitest" {
  interface ProvidedContext {
    url: string;
    token: string;
  }
}

/** One demo for all test files. */
export async function setup(project: TestProject) {
  const demo = await startDemo();
  project.provide("url", demo.url);
  project.provide("token", demo.token);
  return demo.stop;
}
