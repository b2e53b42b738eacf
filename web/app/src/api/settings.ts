import { queryOptions } from "@tanstack/react-query";
import { controlRequest } from "./client";
import type { Settings } from "./types";

export interface StoredSettings {
  settings: Settings;
  etag: string | null;
}

const path = (project: string) => `/api/projects/${encodeURIComponent(project)}/settings/`;

export const settingsKey = (project: string) => ["settings", project] as const;

export async function fetchSettings(project: string, signal?: AbortSignal): Promise<StoredSettings> {
  const { data, headers } = await controlRequest<Settings>(project, path(project), { signal });
  return { settings: data, etag: headers.get("ETag") };
}

/** Saves over the version that `etag` names; 409 `conflict` where somebody saved first. */
export async function saveSettings(project: string, settings: Settings, etag: string | null): Promise<StoredSettings> {
  const { data, headers } = await controlRequest<Settings>(project, path(project), {
    method: "PUT",
    body: settings,
    headers: etag ? { "If-Match": etag } : {},
  });
  return { settings: data, etag: headers.get("ETag") };
}

export const settingsQuery = (project: string) =>
  queryOptions({
    queryKey: settingsKey(project),
    queryFn: ({ signal }) => fetchSettings(project, signal),
    staleTime: 60_000,
  });
