/** Files as rows: how a file begins, and what becomes of it. */
import {
  ApiError,
  type FilePreview,
  IMPORT_ENDINGS,
  type ImportMode,
  type ImportOptions,
  type ImportProgress,
  type ImportResult,
  type LineProblem,
} from "@jetway/core";
import { rowsOf, type TableRef } from "./tables";

export type { FilePreview, ImportMode, ImportProgress, ImportResult, LineProblem };

export interface ImportPlan {
  mode: ImportMode;
  /** The columns by which a line finds its row. */
  match: string[];
  /** Where each column of the file goes: a column, a path to one of a related row, or nowhere. */
  map: { [name: string]: string | null };
}

/** Whether a file of that name is of a format that is read. */
export const isImported = (name: string) => IMPORT_ENDINGS.some((ending) => name.toLowerCase().endsWith(ending));

/** Raises `ApiError` for what is no file of its format. */
export function previewFile(ref: TableRef, file: File, mode: ImportMode, signal?: AbortSignal): Promise<FilePreview> {
  return rowsOf(ref).previewImport(file, { mode, signal });
}

export interface ImportWay extends Pick<ImportOptions, "fromLine" | "once"> {
  dryRun: boolean;
  skipErrors: boolean;
}

/**
 * Imports the file, or tries it. Where lines are wrong and not skipped, nothing is imported, and the result says what
 * is wrong; an app may have taken some of them. Raises `ApiError`; `import_broken_off` where the connection ended and nobody knows how it went.
 */
export async function importFile(
  ref: TableRef,
  file: File,
  { mode, match, map }: ImportPlan,
  { once, ...way }: ImportWay,
  onProgress: (progress: ImportProgress) => void,
  signal: AbortSignal,
): Promise<ImportResult> {
  const finding = mode !== "add" && match.length > 0 ? match : undefined;
  const key = ref.table.once ? once : undefined;
  try {
    return await rowsOf(ref).importFile(file, { mode, match: finding, map, ...way, once: key, onProgress, signal });
  } catch (error) {
    if (error instanceof ApiError && error.problem.result) return error.problem.result;
    throw error;
  }
}
