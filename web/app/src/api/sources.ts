/** The sources of a bridge: its first, and those that people added. */

import { ApiError, FIRST } from "@jetway/core";
import { queryOptions } from "@tanstack/react-query";
import { bridgeAnswer } from "./client";
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
  /** What of it is served in part or not at all, and why; told to them too. */
  notes?: string[];
  /** Where indexes can be made that it lacked; told to them too. */
  advice?: string[];
}

/** A source beside the first. */
export interface AddedSource extends Source {
  /** Why its tables are not here; null where they are, or on their way. */
  error: unknown;
}

export const sourcesKey = (bridge: string) => ["sources", bridge] as const;

interface Listed {
  /** That which the bridge was started with. */
  first: Source | undefined;
  /** Those beside the first. */
  sources: Source[];
  /** Whether the caller may add some, and change these. */
  changeable: boolean;
}

const sourcesOf = ({ sources }: Listed) => sources;
const changeableOf = ({ changeable }: Listed) => changeable;

/** The sources of which the caller sees something. Takes as long as the slowest needs to say that it is there. */
export const listedSourcesQuery = (project: string, bridge: Bridge) =>
  queryOptions({
    queryKey: sourcesKey(bridge.id),
    queryFn: async ({ signal }): Promise<Listed> => {
      const { data, headers } = await bridgeAnswer<Source[]>(project, bridge, sourcesPath, { signal });
      const sources = data.filter((source) => source.name !== FIRST);
      const first = data.find((source) => source.name === FIRST);
      return { first, sources, changeable: headers.get("Allow")?.includes("POST") ?? false };
    },
    staleTime: 60_000,
  });

/** Those beside the first. */
export const sourcesQuery = (project: string, bridge: Bridge) => ({
  ...listedSourcesQuery(project, bridge),
  select: sourcesOf,
});

export const sourcesChangeableQuery = (project: string, bridge: Bridge) => ({
  ...listedSourcesQuery(project, bridge),
  select: changeableOf,
});

/** What a request to it would answer. */
export function awayError({ reason = "" }: Source): ApiError {
  const problem = { type: "urn:jetway:error:db_unavailable", title: "", status: 503, code: "db_unavailable" };
  return new ApiError({ ...problem, detail: reason });
}
