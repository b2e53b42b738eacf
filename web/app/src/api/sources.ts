/** The sources of a bridge: its first, and those that people added. */
import { queryOptions } from "@tanstack/react-query";
import { bridgeRequest } from "./client";
import { ApiError } from "./errors";
import { sourcesPath } from "./paths";
import type { Bridge } from "./types";

export interface Source {
  name: string;
  title: string;
  /** `#rrggbb`, or "". */
  colour: string;
  kind: string;
  state: "ok" | "unreachable";
  /** What is wrong; told to those who may change sources. */
  reason?: string;
}

/** A source beside the first. */
export interface AddedSource extends Source {
  /** Why its tables are not here; null where they are, or on their way. */
  error: unknown;
}

/** How the list calls the source that the bridge was started with. */
const FIRST = "default";

export const sourcesKey = (bridge: string) => ["sources", bridge] as const;

/** Those beside the first of which the caller sees something. Takes as long as the slowest needs to say that it is there. */
export const sourcesQuery = (project: string, bridge: Bridge) =>
  queryOptions({
    queryKey: sourcesKey(bridge.id),
    queryFn: async ({ signal }) => {
      const all = await bridgeRequest<Source[]>(project, bridge, sourcesPath, { signal });
      return all.filter((source) => source.name !== FIRST);
    },
    staleTime: 60_000,
  });

/** What a request to it would answer. */
export function awayError({ reason = "" }: Source): ApiError {
  const problem = { type: "urn:jetway:error:db_unavailable", title: "", status: 503, code: "db_unavailable" };
  return new ApiError({ ...problem, detail: reason });
}
