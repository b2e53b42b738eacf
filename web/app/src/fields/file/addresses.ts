/** Where the files of rows are: asked for once for a page of rows, and again before the addresses end. */
import { type QueryClient, queryOptions } from "@tanstack/react-query";
import { fetchFiles, MOST_KEYS, type StoredFile } from "../../api/files";
import { rowKey, rowKeys } from "../../api/rows";
import type { TableRef } from "../../api/tables";
import type { Page } from "../../api/types";
import { fileId, fileName } from "./path";

/** The longer side of a picture in a list and on a card of its own, in px of a screen with twice as many. */
export const SMALL = 128;
export const LARGE = 512;

/** A column of a table, and the longer side of the pictures in px. */
export interface FilesOf {
  ref: TableRef;
  column: string;
  width: number;
}

/** The bridge lets them end after five minutes, by a clock of its own. */
const RENEWED_MS = 4 * 60_000;
/** What is drawn together asks together. */
const TOGETHER_MS = 10;

const queryKey = ({ ref, column, width }: FilesOf, key: string, path: string) =>
  [...rowKeys.table(ref), "file", column, width, key, path] as const;

/** The file that a row names by `path`; null where the person may not see it or it is not there. */
export function fileQuery(files: FilesOf, key: string, path: string) {
  return queryOptions({
    queryKey: queryKey(files, key, path),
    queryFn: async ({ client }) => ofPath((await asked(client, files, key)).get(key), path),
    staleTime: RENEWED_MS,
    refetchInterval: RENEWED_MS,
    // Nothing is renewed while nobody looks.
    refetchOnWindowFocus: true,
  });
}

/** A row that was changed meanwhile names another file than the one that is shown. */
function ofPath(file: StoredFile | undefined, path: string): StoredFile | null {
  return file?.url.includes(fileId(path)) ? file : null;
}

interface Batch {
  keys: Set<string>;
  files: Promise<Map<string, StoredFile>>;
}

const batches = new Map<string, Batch>();

function asked(client: QueryClient, files: FilesOf, key: string): Promise<Map<string, StoredFile>> {
  const name = JSON.stringify([...rowKeys.table(files.ref), files.column, files.width]);
  const batch = batches.get(name) ?? begun(client, files, name);
  batch.keys.add(key);
  return batch.files;
}

function begun(client: QueryClient, files: FilesOf, name: string): Batch {
  const keys = new Set<string>();
  const later = new Promise((resolve) => setTimeout(resolve, TOGETHER_MS));
  const found = later.then(() => {
    batches.delete(name);
    return fetchTogether(client, files, keys);
  });
  const batch = { keys, files: found };
  batches.set(name, batch);
  return batch;
}

/** The files of these rows, and in lists of the others on their pages: those are scrolled to next. */
async function fetchTogether(client: QueryClient, files: FilesOf, keys: Set<string>): Promise<Map<string, StoredFile>> {
  const others = files.width === SMALL ? othersOf(client, files, keys) : new Map<string, string>();
  const all = [...keys, ...others.keys()];
  const parts = Array.from({ length: Math.ceil(all.length / MOST_KEYS) }, (_, at) =>
    fetchFiles(files.ref, files.column, all.slice(at * MOST_KEYS, (at + 1) * MOST_KEYS), files.width),
  );
  const found = new Map((await Promise.all(parts)).flatMap((part) => [...part]));
  for (const [key, path] of others) client.setQueryData(queryKey(files, key, path), ofPath(found.get(key), path));
  return found;
}

/** What the other rows of the pages in view name, by their keys, as far as it is not known yet. */
function othersOf(client: QueryClient, files: FilesOf, keys: Set<string>): Map<string, string> {
  const { ref, column } = files;
  const shown = client.getQueriesData<Page>({ queryKey: [...rowKeys.table(ref), "list"], type: "active" });
  const others = new Map<string, string>();
  for (const [, page] of shown) {
    const rows = (page?.results ?? []).map((row) => [rowKey(ref.table, row), row[column]] as const);
    if (!rows.some(([key]) => key !== null && keys.has(key))) continue;
    for (const [key, path] of rows) {
      if (key === null || keys.has(key) || typeof path !== "string" || fileName(path) === null) continue;
      const known = client.getQueryState(queryKey(files, key, path))?.dataUpdatedAt ?? 0;
      if (known < Date.now() - RENEWED_MS) others.set(key, path);
    }
  }
  return others;
}
