/** An endpoint while somebody makes or changes it. */
import type { Operation } from "../api/operations";
import { sourceOf } from "../api/paths";
import type { Endpoint, Policy, Role, SavedQuery, Setting, Shape } from "../api/policy";
import type { Row, Value } from "../api/types";
import { own } from "./own";

/** What an endpoint can take, of a query or an operation. */
export interface Taken {
  name: string;
  type: string;
  required: boolean;
  options: string[];
  title: string;
}

/** What an endpoint can run: a saved query, or an operation of a source. */
export interface Runnable {
  /** `query late_orders`, `operation pay/charges.refund` */
  key: string;
  title: string;
  source: string;
  operation: Operation | null;
}

export interface Draft {
  id: string;
  title: string;
  /** The key of what it runs; "" for nothing yet. */
  runs: string;
  /** The query that it runs, as it will be saved. */
  query: SavedQuery | null;
  parameters: Record<string, Setting>;
  shape: Shape;
  columns: Record<string, string>;
  /** Which roles may call it, beside those that may call all. */
  roles: string[];
}

export const NEW_QUERY = "query +new";
export const KEY = "_key";
export const TYPES = [
  "text",
  "integer",
  "decimal",
  "float",
  "boolean",
  "uuid",
  "date",
  "time",
  "timestamp",
  "timestamptz",
];

export const queryKey = (id: string) => `query ${id}`;
export const operationKey = (address: string) => `operation ${address}`;

/** What follows the first word of a key. */
const named = (key: string) => key.slice(key.indexOf(" ") + 1);

export function sourceOfEndpoint({ operation }: Endpoint): string {
  return operation === undefined ? "" : sourceOf(operation);
}

/** The draft to begin with: of an endpoint that is there, or of a new one. */
export function draftOf({ endpoints, queries, roles }: Policy, id: string | null): Draft {
  const kept = id === null ? undefined : own(endpoints, id);
  const query = kept?.query === undefined ? null : (own(queries, kept.query) ?? null);
  return {
    id: id ?? "",
    title: kept?.title ?? id ?? "",
    runs: kept ? (kept.query === undefined ? operationKey(kept.operation ?? "") : queryKey(kept.query)) : "",
    query,
    parameters: kept?.parameters ?? {},
    shape: kept?.shape ?? "rows",
    columns: kept?.columns ?? {},
    roles: Object.keys(roles).filter((name) => id !== null && listed(own(roles, name)).includes(id)),
  };
}

const listed = (role: Role | undefined): string[] => (Array.isArray(role?.endpoints) ? role.endpoints : []);

const PLACES =
  /'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\/|::|:([A-Za-z_]\w*)|\{\{\s*([A-Za-z_]\w*)\s*\}\}/g;

/** The query with a parameter for each place in its text; those that stay keep their types. */
export function withSql(query: SavedQuery, sql: string): SavedQuery {
  const found = [...sql.matchAll(PLACES)].flatMap(([, colon, braces]) => colon ?? braces ?? []);
  const parameters = [...new Set(found)].map(
    (name) => query.parameters?.find((one) => one.name === name) ?? { name, type: "text" },
  );
  return { ...query, sql, parameters };
}

/** All that the endpoint's query or operation takes, the row that an operation is for first. */
export function takenBy(draft: Draft, operation: Operation | null): Taken[] {
  if (!operation) {
    return (draft.query?.parameters ?? []).map(({ name, type = "text", required = true }) => ({
      name,
      type,
      required,
      options: [],
      title: name,
    }));
  }
  const own = operation.parameters.map(({ name, type, required, options, title }) => ({
    name,
    type,
    required,
    options,
    title: title || name,
  }));
  return operation.table === null
    ? own
    : [{ name: KEY, type: "text", required: true, options: [], title: KEY }, ...own];
}

/** What is left to be sent by its caller. */
export function sentTo(draft: Draft, taken: Taken[]): Taken[] {
  return taken.flatMap((one) => {
    const setting = own(draft.parameters, one.name);
    if (setting && !("default" in setting)) return [];
    return { ...one, required: one.required && !setting };
  });
}

/** The endpoint as the policy holds it. What is said of parameters that are gone is left out. */
export function endpointOf(draft: Draft, operation: Operation | null): Endpoint {
  const names = takenBy(draft, operation).map((one) => one.name);
  const kept = Object.entries(draft.parameters).filter(([name]) => names.includes(name));
  const both = { title: draft.title.trim() || draft.id, parameters: Object.fromEntries(kept) };
  if (operation) return { ...both, operation: named(draft.runs), version: operation.version };
  const promised = Object.keys(draft.columns).length > 0 ? { columns: draft.columns } : {};
  return { ...both, query: queryOf(draft), shape: draft.shape, ...promised };
}

/** Under which id its query is saved; a new one under that of the endpoint. */
export function queryOf(draft: Draft): string {
  return draft.runs === NEW_QUERY ? draft.id : named(draft.runs);
}

/** What of the policy is saved with the draft. */
export function withEndpoint(policy: Policy, draft: Draft, operation: Operation | null): Partial<Policy> {
  const endpoints = { ...policy.endpoints, [draft.id]: endpointOf(draft, operation) };
  const roles = Object.fromEntries(
    Object.entries(policy.roles).map(([name, role]) => [name, granted(role, draft.id, draft.roles.includes(name))]),
  );
  const id = queryOf(draft);
  if (!draft.query || JSON.stringify(draft.query) === JSON.stringify(own(policy.queries, id)))
    return { roles, endpoints };
  const query = { title: own(endpoints, draft.id)?.title, ...draft.query };
  return { roles, endpoints, queries: { ...policy.queries, [id]: query } };
}

/** What of the policy is saved where an endpoint goes. Its query stays. */
export function withoutEndpoint(policy: Policy, id: string): Partial<Policy> {
  const { [id]: _, ...endpoints } = policy.endpoints;
  const roles = Object.entries(policy.roles).map(([name, role]) => [name, granted(role, id, false)]);
  return { roles: Object.fromEntries(roles), endpoints };
}

function granted(role: Role, id: string, on: boolean): Role {
  if (role.endpoints === true || listed(role).includes(id) === on) return role;
  return { ...role, endpoints: on ? [...listed(role), id] : listed(role).filter((one) => one !== id) };
}

/** How a program calls it. Values that it has to send stand there as an example. */
export function curlOf(url: string, changes: boolean, sent: Row): string {
  const token = `-H "Authorization: Token $TOKEN"`;
  const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;
  if (changes) {
    const body = quoted(JSON.stringify(sent));
    return `curl -X POST ${quoted(url)} \\\n  ${token} -H "Content-Type: application/json" \\\n  -d ${body}`;
  }
  const query = new URLSearchParams(Object.entries(sent).map(([name, value]) => [name, String(value)])).toString();
  return `curl ${quoted(query ? `${url}?${query}` : url)} \\\n  ${token}`;
}

/** A value as text, for an input. */
export function textOf(value: Value | undefined): string {
  return value === undefined || value === null ? "" : String(value);
}
