/** What an app does by name, with one of its rows or by itself. */

import { type OperationDescription, operationPath, type ParameterDescription } from "@jetway/core";
import { queryOptions } from "@tanstack/react-query";
import { bridgeRequest } from "./client";
import type { TableRef } from "./tables";
import type { Bridge, Row } from "./types";

export type { OperationDescription as Operation, ParameterDescription as Parameter };

export const operationsKey = (bridge: string, source: string) => ["operations", bridge, source] as const;

/** Those of a source that one may run. */
export const operationsQuery = (project: string, bridge: Bridge, source: string) =>
  queryOptions({
    queryKey: operationsKey(bridge.id, source),
    queryFn: ({ signal }) => bridgeRequest<OperationDescription[]>(project, bridge, operationPath(source), { signal }),
    staleTime: 60_000,
  });

/** Runs it, on a row where it takes one. Sent again with the same `once`, it is not done twice. */
export async function runOperation(
  { project, bridge, table }: TableRef,
  operation: OperationDescription,
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
