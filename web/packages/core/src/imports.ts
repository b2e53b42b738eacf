/** Files as rows: how a file begins, and what becomes of it. */
import type { Signal } from "./client.js";
import { ApiError, type Problem, unanswered } from "./errors.js";
import { nameList } from "./list.js";
import { type Place, tablePath } from "./paths.js";

export type ImportMode = "add" | "update" | "both";

/** How a file is read. */
export interface FileOptions extends Signal {
  /** Whether each line is a new row, changes the row that it matches, or either; `add` unless said. */
  mode?: ImportMode;
  /** CSV: found out unless said. */
  delimiter?: "," | ";" | "|" | "tab";
  encoding?: "utf-8" | "utf-16" | "windows-1252";
  /** CSV: whether the apostrophe that an export puts before formulas is taken off, as it is unless said. */
  formulas?: "guard" | "keep";
}

export interface FilePreview {
  columns: string[];
  /** The first ten; a cell is text of at most 80 characters. */
  lines: { line: number; cells: (string | null)[] }[];
}

export interface ImportOptions<Column extends string = string> extends FileOptions {
  /** The columns by which a line finds its row; the key unless said. */
  match?: readonly Column[];
  /** Where each column of the file goes: a column, a path to one of a related row, or nowhere; to its namesake unless said. */
  map?: { [name: string]: string | null };
  /** The zone in which moments without an offset are meant; UTC unless said. */
  tz?: string;
  /** Whether to try it alone, and to keep nothing. */
  dryRun?: boolean;
  /** Whether lines that are right are imported, whatever others are. */
  skipErrors?: boolean;
  /** Lines before it are left out. */
  fromLine?: number;
  /** Sent again with the same, no row is made twice, where the table says so. */
  once?: string;
  onProgress?: (progress: ImportProgress) => void;
}

export interface ImportProgress {
  lines: number;
  done: number;
  errors: number;
}

export interface LineProblem {
  line: number;
  /** Empty where it is no single column. */
  column: string;
  value: string | null;
  code: string;
  detail: string;
}

export interface ImportResult {
  lines: number;
  add: number;
  update: number;
  unchanged: number;
  /** How many lines are wrong; the first problems are told. */
  errors: number;
  problems: LineProblem[];
  /** Columns of the file that the role may not set. */
  ignored: string[];
  /** The line before which an import into an app ended: what was done until there stays. */
  stopped: { line: number; detail: string } | null;
}

const MEDIA_TYPES: { [ending: string]: string } = {
  csv: "text/csv",
  tsv: "text/csv",
  txt: "text/csv",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  json: "application/json",
  ndjson: "application/x-ndjson",
  jsonl: "application/x-ndjson",
};

/** What the names of files end with that can be imported. */
export const IMPORT_ENDINGS = Object.keys(MEDIA_TYPES).map((ending) => `.${ending}`);

/** By the ending of its name, as the types that browsers tell differ. */
function mediaTypeOf({ name, type }: File): string {
  return MEDIA_TYPES[name.slice(name.lastIndexOf(".") + 1).toLowerCase()] ?? type;
}

/** Of a large file of lines, its beginning is sent alone. */
export async function previewImport(place: Place, file: File, options: FileOptions = {}): Promise<FilePreview> {
  const type = mediaTypeOf(file);
  const body = BY_LINES.has(type) ? await wholeLines(file) : file;
  const params = fileParams(options);
  params.set("_preview", "1");
  const headers = { "Content-Type": type, Accept: "application/json" };
  return (await post(place, params, body, headers, options.signal)).json();
}

const BEGINNING = 1024 * 1024;
const BY_LINES = new Set(["text/csv", "application/x-ndjson"]);
const NEW_LINE = 10;

/** The beginning of a file of lines, cut behind one. */
async function wholeLines(file: Blob): Promise<Blob> {
  if (file.size <= BEGINNING) return file;
  const bytes = new Uint8Array(await file.slice(0, BEGINNING).arrayBuffer());
  const end = bytes.lastIndexOf(NEW_LINE);
  return end < 0 ? file : file.slice(0, end + 1);
}

/**
 * Raises `import_refused` where lines are wrong and `import_stopped` where an app ended it, with the `result`, and
 * `import_broken_off` where the connection ended and nobody knows how it went.
 */
export async function importFile(place: Place, file: File, options: ImportOptions = {}): Promise<ImportResult> {
  const { once, onProgress, signal } = options;
  const headers: Record<string, string> = { "Content-Type": mediaTypeOf(file), Accept: "application/x-ndjson" };
  if (once !== undefined) headers["Idempotency-Key"] = once;
  const response = await post(place, importParams(options), file, headers, signal);
  for await (const told of toldLines(response, signal)) {
    if ("result" in told) return told.result;
    if ("problem" in told) throw new ApiError(told.problem);
    onProgress?.(told);
  }
  throw brokenOff(undefined);
}

function fileParams({ mode = "add", delimiter, encoding, formulas }: FileOptions): URLSearchParams {
  const params = new URLSearchParams({ _mode: mode });
  if (delimiter) params.set("_delimiter", delimiter);
  if (encoding) params.set("_encoding", encoding);
  if (formulas) params.set("_formulas", formulas);
  return params;
}

function importParams({ match, map = {}, tz, dryRun, skipErrors, fromLine, ...options }: ImportOptions) {
  const params = fileParams(options);
  if (match) params.set("_match", nameList(match));
  // A column of the file that has the table's own name goes there by itself, and addresses are not endless.
  const said = Object.entries(map).filter(([name, target]) => name !== target);
  if (said.length > 0) params.set("_map", JSON.stringify(Object.fromEntries(said)));
  if (tz) params.set("tz", tz);
  if (dryRun) params.set("_dry_run", "1");
  if (skipErrors) params.set("_skip_errors", "1");
  if (fromLine) params.set("_from_line", String(fromLine));
  return params;
}

type Told = ImportProgress | { result: ImportResult } | { problem: Problem };

async function* toldLines(response: Response, signal: AbortSignal | undefined): AsyncGenerator<Told> {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const part = await reader?.read().catch((error) => {
      throw signal?.aborted ? error : brokenOff(error);
    });
    if (!part || part.done) return;
    const whole = (rest + part.value).split("\n");
    rest = whole.pop() ?? "";
    for (const line of whole) yield JSON.parse(line) as Told;
  }
}

function brokenOff(error: unknown): ApiError {
  return unanswered("import_broken_off", "Broken off", error instanceof Error ? error.message : "", error);
}

function post(
  { client, source, table }: Place,
  params: URLSearchParams,
  body: Blob,
  headers: Record<string, string>,
  signal: AbortSignal | undefined,
): Promise<Response> {
  const path = `${tablePath(source, table)}import/`;
  return client.response(path, { method: "POST", params, body, headers, signal, lasting: true });
}
