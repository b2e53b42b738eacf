/** Files that columns name: sending them, where they are for now, and which columns hold them. */
import { ApiError, sourcePath } from "@jetway/core";
import { bridgeAddress, bridgeRequest } from "./client";
import { ownName } from "./paths";
import type { TableRef } from "./tables";
import type { FileRule } from "./types";

export interface StoredFile {
  name: string;
  /** Its media type. */
  type: string;
  size: number;
  /** Where it is for five minutes, and a picture of it; null where there is none. */
  url: string;
  thumbnail: string | null;
}

interface Told extends StoredFile {
  key: string;
}

/** The most rows whose files are asked for at once. */
export const MOST_KEYS = 100;

/**
 * The files of rows by their keys; what the person may not see, and what is no file, is left out. `width`: the longer
 * side of thumbnails, in px.
 */
export async function fetchFiles(
  { project, bridge, table }: TableRef,
  column: string,
  keys: string[],
  width: number,
): Promise<Map<string, StoredFile>> {
  const path = `${sourcePath(table.source)}file_urls/`;
  const body = { table: ownName(table), column, keys, width };
  const told = await bridgeRequest<Told[]>(project, bridge, path, { method: "POST", body });
  const placed = ({ key, name, type, size, url, thumbnail }: Told): [string, StoredFile] => {
    const picture = thumbnail === null ? null : bridgeAddress(bridge, thumbnail);
    return [key, { name, type, size, url: bridgeAddress(bridge, url), thumbnail: picture }];
  };
  return new Map(told.map(placed));
}

export interface SentFile {
  /** What the row is given for it. */
  uploaded_path: string;
  name: string;
  type: string;
  size: number;
}

/** Sends a file that a row may then name; `onProgress` is told how much of it is sent, from 0 to 1. */
export function sendFile(
  { project, bridge, table }: TableRef,
  column: string,
  file: File,
  onProgress: (share: number) => void,
  signal: AbortSignal,
): Promise<SentFile> {
  const body = new FormData();
  body.append("table", ownName(table));
  body.append("column", column);
  body.append("file", file);
  const path = `${sourcePath(table.source)}file_upload/`;
  return bridgeRequest(project, bridge, path, {
    method: "POST",
    body,
    signal,
    lasting: true,
    fetch: telling(onProgress),
  });
}

/** `fetch` of a short answer that tells how much of the body is sent. */
function telling(onProgress: (share: number) => void): typeof fetch {
  return (url, init) =>
    new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      request.open(init?.method ?? "GET", String(url));
      new Headers(init?.headers).forEach((value, name) => {
        request.setRequestHeader(name, value);
      });
      request.upload.onprogress = ({ loaded, total }) => onProgress(loaded / total);
      request.onload = () => resolve(new Response(request.responseText, { status: request.status }));
      request.onerror = () => reject(new TypeError("No answer"));
      request.onabort = () => reject(new DOMException("Given up", "AbortError"));
      init?.signal?.addEventListener("abort", () => request.abort());
      request.send(init?.body as XMLHttpRequestBodyInit);
    });
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
