import { useNavigate } from "@tanstack/react-router";
import { useMemo } from "react";
import type { FilterItem, ListView } from "../../api/rows";
import { sameFilter } from "../../lib/filterOperators";
import { useAddressSearch } from "../../shell/address";
import { searchOf, type ViewSearch, viewOf } from "../../shell/viewSearch";

/** The view that the address describes, and ways to change it. A change of the search text makes no step in history. */
export function useTableView() {
  const search = useAddressSearch();
  const navigate = useNavigate({ from: "/$bridge/$table" });
  const { filters, q, sort, behind } = search;
  const view = useMemo(() => viewOf({ filters, q, sort, behind }), [filters, q, sort, behind]);

  const go = (change: (old: ViewSearch) => ViewSearch, replace = false) =>
    void navigate({ search: (old) => change(old), replace });

  return {
    view,
    record: search.record,
    columns: search.columns,
    setView: (next: ListView) => go((old) => searchOf(next, old), next.search !== view.search),
    setFilters: (next: FilterItem[]) => go((old) => ({ ...old, filters: next.length > 0 ? next : undefined })),
    addFilter: (item: FilterItem) => {
      if (view.filters.some((one) => sameFilter(one, item))) return;
      go((old) => ({ ...old, filters: [...view.filters, item] }));
    },
    setColumns: (columns: string | undefined) => go((old) => ({ ...old, columns }), true),
    openRecord: (record: string | undefined) => go((old) => ({ ...old, record })),
  };
}
