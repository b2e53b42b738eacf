/** Adding, trying, changing and removing sources, for those with the right. */

import { sourcePath } from "@jetway/core";
import { queryOptions } from "@tanstack/react-query";
import { bridgeAnswer, bridgeRequest } from "./client";
import { sourcesPath } from "./paths";
import { sourcesKey } from "./sources";
import type { Bridge } from "./types";

/** What is asked for of a source of some kind. */
export interface OptionField {
  name: string;
  label: string;
  type: "text" | "long_text" | "number" | "switch" | "choice" | "secret" | "consent";
  required: boolean;
  /** Of a secret: whether it has many lines, as a key file has. */
  long?: boolean;
  default?: string | number | boolean;
  choices?: { value: string; label: string }[];
  lowest?: number;
  highest?: number;
  hint?: string;
  /** What it is a part of, together with others, that few fill in. */
  part?: string;
  /** Secrets are kept for this value only. */
  binds?: boolean;
}

export interface SourceKind {
  kind: string;
  label: string;
  options: OptionField[];
}

/** In place of a secret that is kept. */
export interface KeptSecret {
  $secret: true;
}

export type OptionValue = string | number | boolean | null | KeptSecret;
export type Options = Record<string, OptionValue>;

export interface Definition {
  name: string;
  title: string;
  colour: string;
  kind: string;
  options: Options;
  tables: "all" | string[];
}

export interface StoredDefinition {
  definition: Definition;
  etag: string | null;
}

/** What a source that was tried holds. */
export interface Found {
  engine: string;
  version: string;
  tables: string[];
  seconds: number;
  /** What of it is served in part or not at all, and why. */
  notes: string[];
}

export const kindsQuery = (project: string, bridge: Bridge) =>
  queryOptions({
    queryKey: [...sourcesKey(bridge.id), "kinds"] as const,
    queryFn: ({ signal }) => bridgeRequest<SourceKind[]>(project, bridge, `${sourcesPath}kinds/`, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });

export const definitionQuery = (project: string, bridge: Bridge, name: string) =>
  queryOptions({
    queryKey: [...sourcesKey(bridge.id), "definition", name] as const,
    queryFn: async ({ signal }): Promise<StoredDefinition> => {
      const { data, headers } = await bridgeAnswer<Definition>(project, bridge, sourcePath(name), { signal });
      return { definition: data, etag: headers.get("ETag") };
    },
  });

/** `name`: of a source whose options stand in for those that are left out. */
export function testSource(
  project: string,
  bridge: Bridge,
  body: { kind: string; options: Options; name?: string },
): Promise<Found> {
  return bridgeRequest(project, bridge, `${sourcesPath}test/`, { method: "POST", body });
}

/** `untested`: also where it does not answer. */
function untestedParams(untested: boolean): URLSearchParams {
  return new URLSearchParams(untested ? { _untested: "1" } : {});
}

export function addSource(project: string, bridge: Bridge, body: Definition, untested: boolean): Promise<Definition> {
  const params = untestedParams(untested);
  return bridgeRequest(project, bridge, sourcesPath, { method: "POST", body, params });
}

/** What is told of a change beside that it was made. */
export interface Noted {
  notes?: string[];
}

/** Changes what `changes` names, of the version that was looked at; 412 `changed` where somebody was faster. */
export function changeSource(
  project: string,
  bridge: Bridge,
  { definition, etag }: StoredDefinition,
  changes: Partial<Definition>,
  untested: boolean,
): Promise<Definition & Noted> {
  const headers: Record<string, string> = etag ? { "If-Match": etag } : {};
  const params = untestedParams(untested);
  const path = sourcePath(definition.name);
  return bridgeRequest(project, bridge, path, { method: "PATCH", body: changes, params, headers });
}

export function removeSource(project: string, bridge: Bridge, name: string): Promise<Noted | undefined> {
  return bridgeRequest(project, bridge, sourcePath(name), { method: "DELETE" });
}
