import type { RequestOptions } from "@jetway/core";
import { controlRequest } from "./client";

/** A request to control about a project, where no header of the answer matters; `path` is relative to the project's. */
export async function projectRequest<T>(project: string, path: string, options: RequestOptions = {}): Promise<T> {
  const address = `/api/projects/${encodeURIComponent(project)}/${path}`;
  return (await controlRequest<T>(project, address, options)).data;
}
