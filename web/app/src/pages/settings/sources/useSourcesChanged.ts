import { useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { operationsKey } from "../../../api/operations";
import { rowKeys } from "../../../api/rows";
import { listedSourcesQuery, sourcesKey } from "../../../api/sources";
import { tablesKey } from "../../../api/tables";
import type { Place } from "../../../shell/places";

/** Forgets what was known of a source that was added, changed or removed, and looks which there are now. */
export function useSourcesChanged({ project, bridge }: Place): (name: string) => Promise<void> {
  const client = useQueryClient();
  return useCallback(
    async (name) => {
      client.removeQueries({ queryKey: [...sourcesKey(bridge.id), "definition", name] });
      client.removeQueries({ queryKey: operationsKey(bridge.id, name) });
      // Of all tables: what leads to its rows shows their names.
      client.removeQueries({ queryKey: rowKeys.bridge(bridge.id) });
      const listed = { ...listedSourcesQuery(project.id, bridge), staleTime: 0 };
      const now = await client.fetchQuery(listed).then(
        ({ sources }) => sources,
        () => [],
      );
      const filter = { queryKey: tablesKey(bridge.id, name) };
      if (now.some((source) => source.name === name)) await client.invalidateQueries(filter);
      else client.removeQueries(filter);
    },
    [client, project.id, bridge],
  );
}
