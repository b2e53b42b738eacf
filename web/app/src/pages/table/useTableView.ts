import { useNavigate } from "@tanstack/react-router";
import { useMemo } from "react";
import type { FilterItem, ViewChange } from "../../api/rows";
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
  // What is drawn may be behind the address: of two clicks in a row the second goes on from the first.
  const changeView = (change: ViewChange, replace = false) => go((old) => searchOf(change(viewOf(old)), old), replace);
  const changeFilters = (change: (old: FilterItem[]) => FilterItem[]) =>
    changeView((old) => ({ ...old, filters: change(old.filters) }));

  return {
    view,
    record: search.record,
    columns: search.columns,
    changeView,
    setSearch: (text: string) => changeView((old) => ({ ...old, search: text }), true),
    changeFilters,
    addFilter: (item: FilterItem) =>
      changeFilters((old) => (old.some((one) => sameFilter(one, item)) ? old : [...old, item])),
    setColumns: (columns: string | undefined) => go((old) => ({ ...old, columns }), true),
    openRecord: (record: string | undefined) => go((old) => ({ ...old, record })),
  };
}
