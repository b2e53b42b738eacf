import { useQueries } from "@tanstack/react-query";
import { operationsQuery } from "../../../api/operations";
import { modelOf } from "../../../api/paths";
import { useCatalogue } from "../../../shell/useCatalogue";
import { useWorkspace } from "../../../shell/useWorkspace";

/** What sources do that belongs to no record, as a role names it. */
export function useSourceActions(): { value: string; label: string }[] {
  const { place } = useWorkspace();
  const { sources } = useCatalogue(place);
  const named = place ? [{ name: "", title: "" }, ...sources] : [];
  return useQueries({
    queries: place ? named.map(({ name }) => operationsQuery(place.project.id, place.bridge, name)) : [],
    combine: (asked) =>
      asked.flatMap(({ data = [] }, at) =>
        data
          .filter((one) => one.table === null)
          .map((one) => ({
            value: modelOf(named[at]?.name ?? "", one.operation),
            label: [named[at]?.title, one.title].filter(Boolean).join(": "),
          })),
      ),
  });
}
