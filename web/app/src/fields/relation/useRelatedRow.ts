import { useQuery } from "@tanstack/react-query";
import { rowKeys } from "../../api/rows";
import type { TableRef } from "../../api/tables";
import type { Value } from "../../api/types";
import type { FieldContext } from "../field";
import { fetchFew, relatedView } from "./related";

export const relatedRowKey = (target: TableRef, values: Value[]) =>
  [...rowKeys.table(target), "related", values] as const;

/** The row that a foreign key leads to, with all its columns; undefined until it is there, null where there is none. */
export function useRelatedRow(context: FieldContext, target: TableRef, values: Value[] | null) {
  return useQuery({
    queryKey: relatedRowKey(target, values ?? []),
    queryFn: async ({ signal }) => (await fetchFew(target, relatedView(context, values ?? []), 1, signal))[0] ?? null,
    enabled: values !== null,
    staleTime: 30_000,
  });
}
