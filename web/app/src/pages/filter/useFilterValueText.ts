import { skipToken, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { type FilterItem, fetchRow, rowKey, rowKeys } from "../../api/rows";
import { displayColumn, refTo } from "../../api/tables";
import type { Value } from "../../api/types";
import { contextFor, fieldOf } from "../../fields/registry";
import type { FilterTarget } from "../../lib/filterPath";
import { humanise } from "../../lib/humanise";
import { own } from "../../lib/own";

/** A filter's value as people say it: options humanised, a related row by its name. */
export function useFilterValueText(target: FilterTarget | null, item: FilterItem): string {
  const { t } = useTranslation();
  const context = target && contextFor(target.source, target.column.name);
  const to = context?.relation && target ? refTo(target.source, context.relation.target) : null;
  const targetColumn = context?.relation?.target_columns[0];
  const single = item.op === "eq" && to && targetColumn && to.table.key[0] === targetColumn;
  const key = single ? rowKey(to.table, { [targetColumn]: item.value }) : null;
  const named = useQuery({
    queryKey: to && key ? rowKeys.row(to, key) : ["rows", "none"],
    queryFn: to && key ? ({ signal }) => fetchRow(to, key, signal) : skipToken,
    staleTime: 60_000,
  });
  const display = to && displayColumn(to.table, to.settings);
  const name = display && own(named.data, display);
  if (name !== null && name !== undefined && name !== "") return String(name);

  const one = (value: Value): string => {
    if (typeof value === "boolean") return t(value ? "filter.yes" : "filter.no");
    if (context?.column.type === "enum" && typeof value === "string") return humanise(value);
    return (context && fieldOf(context).text(value, context)) || String(value);
  };
  return Array.isArray(item.value) ? item.value.map(one).join(", ") : one(item.value);
}
