/** Files that columns name: sending them, and where they are for now. */
import type { Client, Signal } from "./client.js";
import { type Key, keySegment } from "./key.js";
import { type Place, sourcePath } from "./paths.js";

export interface StoredFile {
  name: string;
  /** Its media type. */
  type: string;
  size: number;
  /** Where it is for five minutes, and a picture of it; null where there is none. */
  url: string;
  thumbnail: string | null;
}

/** A file that no row names yet. */
export interface SentFile {
  /** What the row is given for it. */
  uploaded_path: string;
  name: string;
  type: string;
  size: number;
}

export interface UploadOptions extends Signal {
  /** How much of it is sent, from 0 to 1. */
  onProgress?: (share: number) => void;
}

export interface FilesOptions extends Signal {
  /** The longer side of thumbnails, in px; 256 unless said. */
  width?: number;
}

export function sendFile({ client, source, table }: Place, column: string, file: File, options: UploadOptions = {}) {
  const { onProgress, signal } = options;
  const body = new FormData();
  body.append("table", table);
  body.append("column", column);
  body.append("file", file);
  return client.request<SentFile>(`${sourcePath(source)}file_upload/`, {
    method: "POST",
    body,
    signal,
    lasting: true,
    // Node.js has none, and tells nothing on the way.
    fetch: onProgress && "XMLHttpRequest" in globalThis ? telling(onProgress) : undefined,
  });
}

/** `fetch` of a short answer that tells how much of the body is sent. */
function telling(onProgress: (share: number) => void): typeof fetch {
  return (url, init) =>
    new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      request.open(init?.method ?? "GET", String(url));
      request.withCredentials = init?.credentials === "include";
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

interface Told extends StoredFile {
  key: string;
}

/** In the order of the keys; null for a row that the caller does not see, and for one without a file. */
export async function storedFiles(
  { client, source, table }: Place,
  column: string,
  keys: readonly Key[],
  { width, signal }: FilesOptions = {},
): Promise<(StoredFile | null)[]> {
  const segments = keys.map(keySegment);
  const body = { table, column, keys: segments, width };
  const told = await client.request<Told[]>(`${sourcePath(source)}file_urls/`, { method: "POST", body, signal });
  const found = new Map(told.map((one) => [one.key, placed(client, one)]));
  return segments.map((segment) => found.get(segment) ?? null);
}

const placed = ({ url: bridge }: Client, { name, type, size, url, thumbnail }: Told): StoredFile => ({
  name,
  type,
  size,
  url: bridge + url,
  thumbnail: thumbnail && bridge + thumbnail,
});
