/** Many rows at once: those of some keys, or all that a list finds. */
import { type Effect, nameList } from "@jetway/core";
import { bridgeRequest } from "./client";
import { bareKey, fetchImpact, type ListView, listFilters, requestPage, rowKey, rowsPath } from "./rows";
import type { TableRef } from "./tables";
import type { Row } from "./types";

/** Ticked rows, or all that the filters and the search of a list find. */
export type ChosenRows = { keys: ReadonlySet<string> } | { view: ListView };

function chosenParams(rows: ChosenRows): URLSearchParams {
  if ("keys" in rows) return new URLSearchParams({ _keys: [...rows.keys].map(bareKey).join(",") });
  return listFilters({ ...rows.view, order: [] });
}

/** Those of these keys that rows have. */
export async function fetchKeys(
  ref: TableRef,
  keys: ReadonlySet<string>,
  signal?: AbortSignal,
): Promise<Set<string | null>> {
  const params = chosenParams({ keys });
  params.set("_select", nameList(ref.table.key));
  params.set("_per_page", String(keys.size));
  params.set("_count", "none");
  return new Set((await requestPage(ref, params, signal)).results.map((row) => rowKey(ref.table, row)));
}

export interface DeletionImpact {
  count: number;
  impact: Effect[];
}

/** Not below the table: what was shown before a deletion is not asked again after it. */
export const impactKey = (ref: TableRef, rows: ChosenRows) =>
  ["impact", ref.bridge.id, ref.table.model, String(chosenParams(rows))] as const;

/** How many rows would be deleted, and what becomes of others. Nothing is deleted. */
export async function fetchDeletionImpact(
  ref: TableRef,
  rows: ChosenRows,
  signal?: AbortSignal,
): Promise<DeletionImpact> {
  // Of one row also those may look at the impact who may not delete it.
  const only = onlyKey(rows);
  if (only !== null) return { count: 1, impact: await fetchImpact(ref, only, signal) };
  const params = chosenParams(rows);
  params.set("_dry_run", "1");
  return bridgeRequest(ref.project, ref.bridge, rowsPath(ref), { method: "DELETE", params, signal });
}

/** The key, where it is one row that was chosen by it. */
export function onlyKey(rows: ChosenRows): string | null {
  if (!("keys" in rows) || rows.keys.size !== 1) return null;
  const [key] = rows.keys;
  return key ?? null;
}

/** Deletes these rows, all of them or none; none where they are not `expected` many any more. */
export function deleteRows(ref: TableRef, rows: ChosenRows, expected: number): Promise<{ count: number }> {
  const params = chosenParams(rows);
  params.set("_expect", String(expected));
  return bridgeRequest(ref.project, ref.bridge, rowsPath(ref), { method: "DELETE", params });
}

/** How many rows a change would touch. Nothing is changed, and a value that no column takes is refused. */
export async function countChange(ref: TableRef, rows: ChosenRows, changes: Row): Promise<number> {
  const params = chosenParams(rows);
  params.set("_dry_run", "1");
  const body = changes;
  const path = rowsPath(ref);
  return (await bridgeRequest<{ count: number }>(ref.project, ref.bridge, path, { method: "PATCH", params, body }))
    .count;
}

/** Gives these rows the same values, all of them or none; none where they are not `expected` many any more. */
export function changeRows(
  ref: TableRef,
  rows: ChosenRows,
  changes: Row,
  expected: number,
): Promise<{ count: number }> {
  const params = chosenParams(rows);
  params.set("_expect", String(expected));
  return bridgeRequest(ref.project, ref.bridge, rowsPath(ref), { method: "PATCH", params, body: changes });
}
