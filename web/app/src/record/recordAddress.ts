import { basePath } from "../api/client";
import type { TableRef } from "../api/tables";

/** Where a record's own page is. The key is one opaque segment, so what is encoded in it is encoded once more. */
export function recordAddress(source: TableRef, table: string, key: string): string {
  const steps = [source.bridge.id, table, key].map(encodeURIComponent);
  return `${basePath()}/${steps.join("/")}`;
}
