/** Tables as files. A file comes by a request of its own, so that no token stands in an address. */
import type { ExportedFile, ExportFormat, ExportProgress } from "@jetway/core";
import { choiceOf, type ListView } from "./rows";
import { rowsOf, type TableRef } from "./tables";

export type { ExportFormat, ExportProgress };

export const EXPORT_FORMATS: readonly ExportFormat[] = ["csv", "xlsx", "json", "ndjson"];

/**
 * The rows of `view` as a file. `columns` are columns and paths to columns of related rows; null means all columns.
 * Raises `ApiError`; `export_broken_off` where the connection ended before the file did.
 */
export function exportRows(
  ref: TableRef,
  view: ListView,
  { format, columns }: { format: ExportFormat; columns: string[] | null },
  onProgress: (progress: ExportProgress) => void,
  signal: AbortSignal,
): Promise<ExportedFile> {
  const select = columns ?? undefined;
  return rowsOf(ref).exportFile({ ...choiceOf(view), format, bom: format === "csv", select, onProgress, signal });
}
