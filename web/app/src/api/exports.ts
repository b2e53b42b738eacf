/** Tables as files. A file comes by a request of its own, so that no token stands in an address. */
import { nameList } from "@jetway/core";
import { bridgeResponse } from "./client";
import { brokenOff } from "./errors";
import { ownName } from "./paths";
import { type ListView, listFilters, rowsPath } from "./rows";
import type { TableRef } from "./tables";

export const EXPORT_FORMATS = ["csv", "xlsx", "json", "ndjson"] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

export interface ExportProgress {
  bytes: number;
  /** Rows that have come; null where the format does not show them. */
  rows: number | null;
  /** About how many there will be, as the bridge guesses; null where it does not. */
  expected: number | null;
}

export interface ExportedFile {
  name: string;
  content: Blob;
}

/**
 * The rows of `view` as a file. `columns` are columns and paths to columns of related rows; null means all columns.
 * Raises `ApiError`; `export_broken_off` where the connection ended before the file did.
 */
export async function exportRows(
  ref: TableRef,
  view: ListView,
  { format, columns }: { format: ExportFormat; columns: string[] | null },
  onProgress: (progress: ExportProgress) => void,
  signal: AbortSignal,
): Promise<ExportedFile> {
  const params = listFilters(view);
  params.set("_format", format);
  if (format === "csv") params.set("_bom", "1");
  if (columns) params.set("_select", nameList(columns));
  const path = `${rowsPath(ref)}export/`;
  const response = await bridgeResponse(ref.project, ref.bridge, path, {
    params,
    signal,
    headers: { Accept: "*/*" },
    lasting: true,
  });
  const limits = ["Jetway-Rows-Estimate", "Jetway-Rows-Limit"].map((name) => response.headers.get(name));
  const known = limits.filter((text) => text !== null).map(Number);
  const expected = known.length > 0 ? Math.min(...known) : null;
  const name = /filename="([^"]+)"/.exec(response.headers.get("Content-Disposition") ?? "")?.[1];
  const count = rowCounter(format);
  let bytes = 0;
  const watch = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      bytes += chunk.byteLength;
      onProgress({ bytes, rows: count(chunk), expected });
      controller.enqueue(chunk);
    },
  });
  try {
    // A blob, which the browser may keep on disk: the file can be larger than memory.
    const content = await new Response(response.body?.pipeThrough(watch)).blob();
    return { name: name ?? `${ownName(ref.table)}.${format}`, content };
  } catch (error) {
    if (signal.aborted) throw error;
    throw brokenOff("export_broken_off", error);
  }
}

const NEW_LINE = 10;
const QUOTE = 34;

/** Counts the rows of a file while it comes: lines, but in CSV not those inside of quotes; null for workbooks. */
export function rowCounter(format: ExportFormat): (chunk: Uint8Array) => number | null {
  if (format === "xlsx") return () => null;
  const csv = format === "csv";
  let quoted = false;
  // The first line of CSV names the columns.
  let rows = csv ? -1 : 0;
  return (chunk) => {
    for (const byte of chunk) {
      if (csv && byte === QUOTE) quoted = !quoted;
      else if (byte === NEW_LINE && !quoted) rows += 1;
    }
    return Math.max(rows, 0);
  };
}
