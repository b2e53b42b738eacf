/** What an app does by name, with one of its rows or by itself. */

import { operationPath } from "@jetway/core";
import { queryOptions } from "@tanstack/react-query";
import { bridgeRequest } from "./client";
import type { TableRef } from "./tables";
import type { Bridge, FieldType, Row, Value } from "./types";

export interface Parameter {
  name: string;
  type: FieldType;
  required: boolean;
  options: string[];
  default: Value;
  title: string;
  comment: string;
  /** The row's column that names the currency, of a number of its smallest unit. */
  money: string | null;
}

export interface Operation {
  /** `charges.refund` */
  operation: string;
  title: string;
  /** Of which it takes a row; null for none. */
  table: string | null;
  changes: boolean;
  /** What to ask before. */
  confirm: string;
  answers: string | null;
  /** Whether the app does it once under a key. */
  once: boolean;
  /** Another one where it does something else. */
  version: string;
  parameters: Parameter[];
}

export const operationsKey = (bridge: string, source: string) => ["operations", bridge, source] as const;

/** Those of a source that one may run. */
export const operationsQuery = (project: string, bridge: Bridge, source: string) =>
  queryOptions({
    queryKey: operationsKey(bridge.id, source),
    queryFn: ({ signal }) => bridgeRequest<Operation[]>(project, bridge, operationPath(source), { signal }),
    staleTime: 60_000,
  });

/** Runs it, on a row where it takes one. Sent again with the same `once`, it is not done twice. */
export async function runOperation(
  { project, bridge, table }: TableRef,
  operation: Operation,
  row: Row | null,
  parameters: Row,
  once: string,
): Promise<void> {
  const [key = ""] = table.key;
  await bridgeRequest(project, bridge, operationPath(table.source, operation.operation), {
    method: "POST",
    body: row ? { key: row[key], parameters } : { parameters },
    headers: operation.once ? { "Idempotency-Key": once } : {},
  });
}
