import { useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { sourcesKey, sourcesQuery } from "../../../api/sources";
import { tablesKey } from "../../../api/tables";
import type { Place } from "../../../shell/places";

/** Forgets what was known of a source that was added, changed or removed, and looks which there are now. */
export function useSourcesChanged({ project, bridge }: Place): (name: string) => Promise<void> {
  const client = useQueryClient();
  return useCallback(
    async (name) => {
      client.removeQueries({ queryKey: [...sourcesKey(bridge.id), "definition", name] });
      const now = await client.fetchQuery({ ...sourcesQuery(project.id, bridge), staleTime: 0 }).catch(() => []);
      const filter = { queryKey: tablesKey(bridge.id, name) };
      if (now.some((source) => source.name === name)) await client.invalidateQueries(filter);
      else client.removeQueries(filter);
    },
    [client, project.id, bridge],
  );
}
