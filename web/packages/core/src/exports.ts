/** Rows as a file. */
import type { Signal } from "./client.js";
import { unanswered } from "./errors.js";
import { type ListOptions, listParams } from "./list.js";
import { type Place, tablePath } from "./paths.js";

export type ExportFormat = "csv" | "xlsx" | "json" | "ndjson";

export interface ExportOptions {
  /** `csv` unless said. */
  format?: ExportFormat;
  /** CSV: whether it begins with a byte order mark, by which Excel knows UTF-8. */
  bom?: boolean;
  delimiter?: "," | ";" | "|" | "tab";
  /** CSV: whether texts that a spreadsheet would run get an apostrophe in front, as they do unless said. */
  formulas?: "guard" | "keep";
}

export interface ExportProgress {
  bytes: number;
  /** Rows that have come; null where the format does not show them. */
  rows: number | null;
  /** About how many there will be, as the bridge guesses; null where it does not. */
  expected: number | null;
}

/** A file that is here whole. */
export interface ExportedFile {
  name: string;
  content: Blob;
}

type Exported = ExportOptions & ListOptions & Signal;

/** The file while it is on its way: `body` of the response. */
export function exportRows({ client, source, table }: Place, options: Exported = {}): Promise<Response> {
  const { format = "csv", bom, delimiter, formulas, signal, ...list } = options;
  const params = listParams(list);
  params.set("_format", format);
  if (bom) params.set("_bom", "1");
  if (delimiter) params.set("_delimiter", delimiter);
  if (formulas) params.set("_formulas", formulas);
  const path = `${tablePath(source, table)}export/`;
  return client.response(path, { params, signal, headers: { Accept: "*/*" }, lasting: true });
}

/** Raises `export_broken_off` where the connection ended before the file did. */
export async function exportFile(
  place: Place,
  options: Exported & { onProgress?: (progress: ExportProgress) => void } = {},
): Promise<ExportedFile> {
  const { onProgress, ...rest } = options;
  const response = await exportRows(place, rest);
  const { format = "csv", signal } = rest;
  const body = onProgress ? response.body?.pipeThrough(watched(response, format, onProgress)) : response.body;
  try {
    // A blob, which a browser may keep on disk: the file can be larger than memory.
    return { name: nameOf(response) ?? `${place.table}.${format}`, content: await new Response(body).blob() };
  } catch (error) {
    if (signal?.aborted) throw error;
    throw unanswered("export_broken_off", "Broken off", error instanceof Error ? error.message : "", error);
  }
}

function nameOf({ headers }: Response): string | undefined {
  return /filename="([^"]+)"/.exec(headers.get("Content-Disposition") ?? "")?.[1];
}

function watched({ headers }: Response, format: ExportFormat, onProgress: (progress: ExportProgress) => void) {
  const limits = ["Jetway-Rows-Estimate", "Jetway-Rows-Limit"].map((name) => headers.get(name));
  const known = limits.filter((text) => text !== null).map(Number);
  const expected = known.length > 0 ? Math.min(...known) : null;
  const count = rowCounter(format);
  let bytes = 0;
  return new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform(chunk, controller) {
      bytes += chunk.byteLength;
      onProgress({ bytes, rows: count(chunk), expected });
      controller.enqueue(chunk);
    },
  });
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
