import { skipToken, useQueries, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";
import { settingsQuery } from "../api/settings";
import { type AddedSource, awayError, type Source, sourcesKey, sourcesQuery } from "../api/sources";
import { tablesKey, tablesQuery } from "../api/tables";
import type { Bridge, Settings, Table } from "../api/types";
import type { Place } from "./places";

export interface Catalogue {
  /** Those of every source that is there; undefined until those of the first are known. */
  tables: Map<string, Table> | undefined;
  settings: Settings | undefined;
  sources: AddedSource[];
  /** Why nobody knows which other sources there are. */
  sourcesError: unknown;
  /** Whether there may be more tables in a moment. */
  growing: boolean;
  /** Why nothing can be drawn. */
  error: unknown;
  retry: () => void;
  /** Asks for sources that could not be reached again. */
  retrySources: () => void;
}

interface Part {
  tables: Map<string, Table> | undefined;
  error: unknown;
  pending: boolean;
}

const NO_SOURCES: Source[] = [];

/**
 * Tables and settings of a place. Each source is asked by itself: one that is slow or away keeps nobody from the
 * tables of the others.
 */
export function useCatalogue(place: Place | null): Catalogue {
  const first = useQuery(
    place
      ? tablesQuery(place.project.id, place.bridge, { source: "", engine: place.bridge.engine })
      : { queryKey: tablesKey("", ""), queryFn: skipToken },
  );
  const settings = useQuery(
    place ? settingsQuery(place.project.id) : { queryKey: ["settings", ""], queryFn: skipToken },
  );
  const added = useAddedSources(place);
  const tables = useMemo(() => {
    const parts = added.parts.filter((part) => part.tables);
    return first.data && parts.length > 0
      ? new Map([first.data, ...parts.map((part) => part.tables ?? [])].flatMap((one) => [...one]))
      : first.data;
  }, [first.data, added.parts]);
  return {
    tables,
    settings: settings.data?.settings,
    sources: added.sources,
    sourcesError: added.error,
    growing: added.growing,
    error: first.error ?? settings.error,
    retry: () => {
      if (first.isError) void first.refetch();
      if (settings.isError) void settings.refetch();
    },
    retrySources: added.retry,
  };
}

/** The sources beside the first, and what each of them told of its tables. */
function useAddedSources(place: Place | null) {
  const client = useQueryClient();
  const list = useQuery(
    place ? sourcesQuery(place.project.id, place.bridge) : { queryKey: sourcesKey(""), queryFn: skipToken },
  );
  const found = list.data ?? NO_SOURCES;
  const parts = useQueries({
    queries: place ? found.map((source) => partQuery(place.project.id, place.bridge, source)) : [],
    combine: asParts,
  });
  const sources = useMemo(
    () => found.map((source, at): AddedSource => ({ ...source, error: errorOf(source, parts[at]) })),
    [found, parts],
  );
  const bridge = place?.bridge.id ?? "";
  const retry = useCallback(() => {
    void client.invalidateQueries({ queryKey: sourcesKey(bridge) });
    for (const { name, state, error } of sources) {
      if (state === "ok" && error) void client.refetchQueries({ queryKey: tablesKey(bridge, name) });
    }
  }, [client, bridge, sources]);
  const growing = list.isLoading || parts.some((part) => part.pending);
  return { sources, parts, growing, error: list.data ? null : list.error, retry };
}

function partQuery(project: string, bridge: Bridge, { name, kind, state }: Source) {
  return { ...tablesQuery(project, bridge, { source: name, engine: kind }), enabled: state === "ok" };
}

function asParts(results: { data?: Map<string, Table>; error: unknown; isLoading: boolean }[]): Part[] {
  return results.map(({ data, error, isLoading }) => ({
    tables: data,
    error: data ? null : error,
    pending: isLoading,
  }));
}

/** Tables that are here stay in sight, also where the source went away since. */
function errorOf(source: Source, part: Part | undefined): unknown {
  if (part?.tables) return null;
  return source.state === "ok" ? (part?.error ?? null) : awayError(source);
}
