/** The bridges of a project, in every environment. */
import { queryOptions } from "@tanstack/react-query";
import { projectRequest } from "./project";
import type { Bridge } from "./types";

export interface KnownBridge extends Bridge {
  environment: string;
  created_at: number;
  /** When it was last heard of, to the minute. */
  seen_at: number | null;
  /** Since when nobody is let in by it: somebody showed a token that it had replaced. */
  locked_at: number | null;
}

const path = (id: string) => `bridges/${encodeURIComponent(id)}/`;

export const bridgesKey = (project: string) => ["bridges", project] as const;

export const bridgesQuery = (project: string) =>
  queryOptions({
    queryKey: bridgesKey(project),
    queryFn: async ({ signal }) =>
      (await projectRequest<{ bridges: KnownBridge[] }>(project, "bridges/", { signal })).bridges,
  });

/** "" gives the bridge the name back that it has itself. */
export function renameBridge(project: string, id: string, name: string): Promise<KnownBridge> {
  return projectRequest(project, path(id), { method: "PATCH", body: { name } });
}

/** For owners: where browsers find it from now on. Takes a recent proof of who asks. */
export function moveBridge(project: string, id: string, url: string): Promise<KnownBridge> {
  return projectRequest(project, `${path(id)}address/`, { method: "PUT", body: { url } });
}

/** For owners: lets the bridge in again by its newest token. Takes a recent proof of who asks. */
export function unlockBridge(project: string, id: string): Promise<KnownBridge> {
  return projectRequest(project, `${path(id)}unlock/`, { method: "POST" });
}

/** Takes a recent proof of who asks. */
export function removeBridge(project: string, id: string): Promise<void> {
  return projectRequest(project, path(id), { method: "DELETE" });
}
