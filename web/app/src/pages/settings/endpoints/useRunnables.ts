import { useQueries } from "@tanstack/react-query";
import { operationsQuery } from "../../../api/operations";
import { modelOf } from "../../../api/paths";
import type { Policy } from "../../../api/policy";
import { operationKey, queryKey, type Runnable } from "../../../lib/endpointDraft";
import type { Place } from "../../../shell/places";
import { useCatalogue } from "../../../shell/useCatalogue";

export interface Runnables {
  found: Map<string, Runnable>;
  /** What sources are called, by name. */
  titles: Map<string, string>;
  /** Whether there may be more in a moment. */
  asking: boolean;
}

/** What an endpoint can run: the saved queries, and what each source that answers does by name. */
export function useRunnables(place: Place, queries: Policy["queries"]): Runnables {
  const { sources, growing } = useCatalogue(place);
  const named = [{ name: "", title: place.bridge.name }, ...sources];
  const asked = useQueries({
    queries: named.map(({ name }) => operationsQuery(place.project.id, place.bridge, name)),
  });
  const found: Runnable[] = Object.entries(queries).map(([id, { title }]) => ({
    key: queryKey(id),
    title: title || id,
    source: "",
    operation: null,
  }));
  for (const [at, { name }] of named.entries()) {
    for (const operation of asked[at]?.data ?? []) {
      const key = operationKey(modelOf(name, operation.operation));
      found.push({ key, title: operation.title, source: name, operation });
    }
  }
  return {
    found: new Map(found.map((one) => [one.key, one])),
    titles: new Map(named.map(({ name, title }) => [name, title])),
    asking: growing || asked.some((one) => one.isLoading),
  };
}
