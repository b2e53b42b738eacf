/** Files that columns name: sending them, where they are for now, and which columns hold them. */
import { ApiError, type FileRule, type SentFile, type StoredFile, sourcePath } from "@jetway/core";
import { bridgeRequest } from "./client";
import { ownName } from "./paths";
import { keyParts } from "./rows";
import { rowsOf, type TableRef } from "./tables";

export type { SentFile, StoredFile };

/** The most rows whose files are asked for at once. */
export const MOST_KEYS = 100;

/**
 * The files of rows by their keys; what the person may not see, and what is no file, is left out. `width`: the longer
 * side of thumbnails, in px.
 */
export async function fetchFiles(
  ref: TableRef,
  column: string,
  keys: string[],
  width: number,
): Promise<Map<string, StoredFile>> {
  const files = await rowsOf(ref).files(column, keys.map(keyParts), { width });
  return new Map(keys.flatMap((key, at) => (files[at] ? [[key, files[at]] as const] : [])));
}

/** Sends a file that a row may then name; `onProgress` is told how much of it is sent, from 0 to 1. */
export function sendFile(
  ref: TableRef,
  column: string,
  file: File,
  onProgress: (share: number) => void,
  signal: AbortSignal,
): Promise<SentFile> {
  return rowsOf(ref).upload(column, file, { onProgress, signal });
}

export interface FilesKept {
  /** The most that one file may have. */
  most_bytes: number;
}

const columnsPath = ({ table }: TableRef) => `${sourcePath(table.source)}model_descriptions/file_columns/`;

/** What the bridge keeps files by; null where it keeps none. */
export async function fetchFilesKept(ref: TableRef, signal?: AbortSignal): Promise<FilesKept | null> {
  try {
    return await bridgeRequest<FilesKept>(ref.project, ref.bridge, columnsPath(ref), { signal });
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return null;
    throw error;
  }
}

/** Lets the column hold files; null: none any more. */
export async function declareFiles(ref: TableRef, column: string, file: FileRule | null): Promise<void> {
  const body = [{ model: ownName(ref.table), column, file }];
  await bridgeRequest(ref.project, ref.bridge, columnsPath(ref), { method: "POST", body });
}
