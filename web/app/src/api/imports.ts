/** Files as rows: how a file begins, and what becomes of it. */

import { ApiError, nameList } from "@jetway/core";
import { bridgeResponse } from "./client";
import { brokenOff } from "./errors";
import { rowsPath } from "./rows";
import type { TableRef } from "./tables";
import type { Problem } from "./types";

export type ImportMode = "add" | "update" | "both";

export interface FilePreview {
  columns: string[];
  lines: { line: number; cells: (string | null)[] }[];
}

export interface ImportPlan {
  mode: ImportMode;
  /** The columns by which a line finds its row. */
  match: string[];
  /** Where each column of the file goes: a column, a path to one of a related row, or nowhere. */
  map: { [name: string]: string | null };
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

export const FILE_ENDINGS = Object.keys(MEDIA_TYPES).map((ending) => `.${ending}`);

/** By the ending of its name, as the types that browsers tell differ; null for no format that is read. */
export function mediaTypeOf(name: string): string | null {
  const ending = name.slice(name.lastIndexOf(".") + 1).toLowerCase();
  return MEDIA_TYPES[ending] ?? null;
}

const BEGINNING = 1024 * 1024;
const BY_LINES = new Set(["text/csv", "application/x-ndjson"]);

/** Raises `ApiError` for what is no file of its format. */
export async function previewFile(
  ref: TableRef,
  file: File,
  mode: ImportMode,
  signal?: AbortSignal,
): Promise<FilePreview> {
  const type = mediaTypeOf(file.name) ?? file.type;
  const body = BY_LINES.has(type) ? await wholeLines(file) : file;
  const params = new URLSearchParams({ _mode: mode, _preview: "1" });
  const response = await post(ref, params, body, { "Content-Type": type, Accept: "application/json" }, signal);
  return (await response.json()) as FilePreview;
}

const NEW_LINE = 10;

/** The beginning of a file of lines, cut behind one. */
async function wholeLines(file: Blob): Promise<Blob> {
  if (file.size <= BEGINNING) return file;
  const bytes = new Uint8Array(await file.slice(0, BEGINNING).arrayBuffer());
  const end = bytes.lastIndexOf(NEW_LINE);
  return end < 0 ? file : file.slice(0, end + 1);
}

export interface ImportWay {
  dryRun: boolean;
  skipErrors: boolean;
  /** Lines before it are left out. */
  fromLine?: number;
  /** Sent again with the same, no row is made twice, where the table says so. */
  once?: string;
}

/**
 * Imports the file, or tries it. Where lines are wrong and not skipped, nothing is imported, and the result says what
 * is wrong; an app may have taken some of them. Raises `ApiError`; `import_broken_off` where the connection ended and nobody knows how it went.
 */
export async function importFile(
  ref: TableRef,
  file: File,
  plan: ImportPlan,
  { dryRun, skipErrors, fromLine, once }: ImportWay,
  onProgress: (progress: ImportProgress) => void,
  signal: AbortSignal,
): Promise<ImportResult> {
  const params = planParams(plan);
  if (dryRun) params.set("_dry_run", "1");
  if (skipErrors) params.set("_skip_errors", "1");
  if (fromLine) params.set("_from_line", String(fromLine));
  const headers = {
    "Content-Type": mediaTypeOf(file.name) ?? file.type,
    Accept: "application/x-ndjson",
    ...(once && ref.table.once && { "Idempotency-Key": once }),
  };
  const response = await post(ref, params, file, headers, signal);
  for await (const told of toldLines(response, signal)) {
    if ("result" in told) return told.result;
    if ("problem" in told) return resultOf(told.problem);
    onProgress(told);
  }
  throw brokenOff("import_broken_off", null);
}

export function planParams({ mode, match, map }: ImportPlan): URLSearchParams {
  const params = new URLSearchParams({ _mode: mode });
  if (mode !== "add" && match.length > 0) params.set("_match", nameList(match));
  // A column of the file that has the table's own name goes there by itself, and addresses are not endless.
  const said = Object.entries(map).filter(([name, target]) => name !== target);
  if (said.length > 0) params.set("_map", JSON.stringify(Object.fromEntries(said)));
  return params;
}

type Told = ImportProgress | { result: ImportResult } | { problem: Problem & { result?: ImportResult } };

function resultOf(problem: Problem & { result?: ImportResult }): ImportResult {
  if (problem.result) return problem.result;
  throw new ApiError(problem);
}

async function* toldLines(response: Response, signal: AbortSignal): AsyncGenerator<Told> {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const part = await reader?.read().catch((error) => {
      throw signal.aborted ? error : brokenOff("import_broken_off", error);
    });
    if (!part || part.done) return;
    const whole = (rest + part.value).split("\n");
    rest = whole.pop() ?? "";
    for (const line of whole) yield JSON.parse(line) as Told;
  }
}

function post(
  ref: TableRef,
  params: URLSearchParams,
  body: Blob,
  headers: Record<string, string>,
  signal?: AbortSignal,
): Promise<Response> {
  return bridgeResponse(ref.project, ref.bridge, `${rowsPath(ref)}import/`, {
    method: "POST",
    params,
    body,
    headers,
    signal,
    lasting: true,
  });
}
