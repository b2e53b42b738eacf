/** What an app does by name with one of its rows. */
import { bridgeRequest } from "./client";
import { operationPath } from "./paths";
import type { TableRef } from "./tables";
import type { FieldType, Row, Value } from "./types";

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
  /** Of which it takes a row. */
  table: string | null;
  changes: boolean;
  /** What to ask before. */
  confirm: string;
  answers: string | null;
  /** Whether the app does it once under a key. */
  once: boolean;
  parameters: Parameter[];
}

/** Runs it on a row. Sent again with the same `once`, it is not done twice. */
export async function runOperation(
  { project, bridge, table }: TableRef,
  operation: Operation,
  row: Row,
  parameters: Row,
  once: string,
): Promise<void> {
  const [key = ""] = table.key;
  await bridgeRequest(project, bridge, operationPath(table.source, operation.operation), {
    method: "POST",
    body: { key: row[key], parameters },
    headers: operation.once ? { "Idempotency-Key": once } : {},
  });
}
