/** Descriptions of apps with an HTTP API: what they say, and the routes that draft and try them. Nothing is kept. */
import { bridgeRequest } from "./client";
import { sourcesPath } from "./paths";
import type { Options } from "./sourceChanges";
import type { Bridge } from "./types";

export interface ColumnSpec {
  type: string;
  path?: string;
  sent?: string;
  format?: string;
  create?: boolean;
  update?: boolean;
  required?: boolean;
  options?: string[];
  refers?: string;
  comment?: string;
  /** The column that names the currency, where this one counts its smallest unit. */
  money?: string;
  filters?: Record<string, string>;
  sort?: string;
}

export type PartValue = string | number | boolean | string[] | Record<string, string>;

/** What one kind of proof, or of paging, says. */
export type Part = { kind: string } & Record<string, PartValue>;

export interface Listing {
  path: string;
  method?: string;
  /** Where in each of the records the record itself is. */
  item?: string;
  records?: string;
  total?: string;
  params?: Record<string, string>;
  paging?: Part;
}

export interface Getting {
  path: string;
  record?: string;
  params?: Record<string, string>;
}

export interface Changing {
  path: string;
  method?: string;
  body?: string;
  wrap?: string;
  also?: Record<string, string | boolean>;
  record?: string;
}

/** A table. */
export interface Collection {
  key: string;
  columns: Record<string, ColumnSpec>;
  list: Listing;
  get?: Getting;
  create?: Changing;
  update?: Changing;
  delete?: Changing;
  natural?: string[];
  sort?: { param: string; direction?: string };
  gone?: string;
  comment?: string;
}

/** An app, as far as it is described yet. What this page does not know stays as it is. */
export interface Description {
  title: string;
  address: string;
  auth: Part;
  /** A path, or all that is asked. */
  check: string | { path: string };
  collections: Record<string, Collection>;
  headers?: Record<string, string>;
  limits?: Record<string, number>;
  message?: string;
  once?: string;
  [other: string]: unknown;
}

export interface DescriptionText {
  description: Partial<Description>;
  toml: string;
  /** Why no source can be made of it. */
  fault: string | null;
}

export interface Trial {
  rows: Record<string, unknown>[];
  failure: { code: string; detail: string } | null;
  request: { method: string; url: string } | null;
  status: number | null;
  answer: string;
  /** Whether only the first items of its lists are in the answer. */
  cut: boolean;
  bytes: number;
  seconds: number;
  requests: number;
}

export interface Proposal {
  records: string;
  many: boolean;
  columns: Record<string, ColumnSpec>;
  key: string;
}

export interface Draft {
  description: Description;
  auths: Part[];
  left_out: { path: string; why: string }[];
}

/** Where a description is drafted: the bridge of a project. */
export interface At {
  project: string;
  bridge: Bridge;
}

function post<T>({ project, bridge }: At, name: string, body: unknown, headers?: Record<string, string>): Promise<T> {
  return bridgeRequest(project, bridge, `${sourcesPath}${name}/`, { method: "POST", body, headers });
}

/** What a text in TOML or JSON says, and the same as TOML. */
export function readDescription(at: At, text: string): Promise<DescriptionText> {
  return post(at, "describe", { text });
}

export interface TrialOf {
  options: Options;
  collection: string;
  operation: "list" | "get";
  key?: string;
  parameters?: Record<string, string>;
  /** Of a source whose options stand in for those that are left out. */
  name?: string;
}

export function tryDescription(at: At, trial: TrialOf): Promise<Trial> {
  return post(at, "try", trial);
}

export function proposeColumns(at: At, answer: unknown): Promise<Proposal | null> {
  return post(at, "propose", { answer });
}

/** The draft that a GraphQL API's own schema makes; `options` are those of its kind. */
export function importGraphql(at: At, options: Options): Promise<Draft> {
  return post(at, "import_graphql", { options });
}

/** The draft that an OpenAPI document makes, JSON or YAML. */
export function importOpenapi(at: At, document: Blob, json: boolean): Promise<Draft> {
  const headers = { "Content-Type": json ? "application/json" : "application/yaml" };
  return post(at, "import_openapi", document, headers);
}
