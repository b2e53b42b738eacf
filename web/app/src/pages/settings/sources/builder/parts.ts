/** The kinds of proof and of paging that a description can have, and what each of them says. */
import type { Part } from "../../../../api/descriptions";

export interface PartField {
  name: string;
  required?: boolean;
  number?: boolean;
  /** Words with spaces between them. */
  words?: boolean;
  /** On or off. */
  switched?: boolean;
  /** Names with texts. */
  pairs?: boolean;
  choices?: string[];
}

export interface PartKind {
  /** Beside its kind, as it begins. */
  start: Record<string, string | string[] | number>;
  fields: PartField[];
}

/** What of a proof is the name of an option of the source, in which the person enters it. */
const NAMED = ["secret", "user", "password", "client_id", "client_secret", "refresh_token", "consent"];

export const AUTHS: Record<string, PartKind> = {
  none: { start: {}, fields: [] },
  bearer: { start: { secret: "key" }, fields: [] },
  api_key: {
    start: { secret: "key", name: "X-Api-Key" },
    fields: [{ name: "name", required: true }, { name: "place", choices: ["header", "query"] }, { name: "prefix" }],
  },
  basic: { start: { user: "user", password: "key" }, fields: [] },
  client_credentials: {
    start: { token_url: "https://", client_id: "client_id", client_secret: "client_secret" },
    fields: [
      { name: "token_url", required: true },
      { name: "scopes", words: true },
    ],
  },
  authorization_code: {
    start: {
      authorize_url: "https://",
      token_url: "https://",
      client_id: "client_id",
      client_secret: "client_secret",
      consent: "consent",
    },
    fields: [
      { name: "authorize_url", required: true },
      { name: "token_url", required: true },
      { name: "revoke_url" },
      { name: "scopes", words: true },
      { name: "params", pairs: true },
      { name: "basic", switched: true },
      { name: "body", choices: ["form", "json"] },
      { name: "headers", pairs: true },
    ],
  },
  refresh_token: {
    start: { token_url: "https://", client_id: "client_id", client_secret: "client_secret", refresh_token: "key" },
    fields: [{ name: "token_url", required: true }],
  },
  service_account: {
    start: { token_url: "https://oauth2.googleapis.com/token", secret: "key" },
    fields: [
      { name: "token_url", required: true },
      { name: "scopes", words: true },
    ],
  },
};

const SIZE: PartField[] = [{ name: "size" }, { name: "most", number: true }];

export const PAGINGS: Record<string, PartKind> = {
  none: { start: {}, fields: [] },
  cursor: {
    start: { param: "cursor" },
    fields: [{ name: "param", required: true }, { name: "next" }, { name: "last" }, { name: "more" }, ...SIZE],
  },
  page: {
    start: { param: "page" },
    fields: [{ name: "param", required: true }, { name: "first", number: true }, ...SIZE],
  },
  offset: { start: { param: "offset" }, fields: [{ name: "param", required: true }, ...SIZE] },
  link_header: { start: {}, fields: SIZE },
  next_url: { start: { path: "next" }, fields: [{ name: "path", required: true }, ...SIZE] },
};

export const TYPES = [
  "text",
  "integer",
  "decimal",
  "float",
  "boolean",
  "date",
  "time",
  "timestamp",
  "timestamptz",
  "uuid",
  "json",
  "array",
  "enum",
];

/** The options in which a proof finds what the person enters. */
export function optionsOf(auth: Part): Set<string> {
  return new Set(NAMED.flatMap((name) => (typeof auth[name] === "string" && auth[name] ? [auth[name]] : [])));
}

export function newAuth(kind: string): Part {
  return { kind, ...AUTHS[kind]?.start } as Part;
}

/** Of another kind; what both kinds say stays. */
export function pagingAs(paging: Part | undefined, kind: string): Part {
  const known = PAGINGS[kind]?.fields.map(({ name }) => name) ?? [];
  const kept = Object.entries(paging ?? {}).filter(
    ([name]) => (name === "size" || name === "most") && known.includes(name),
  );
  return { ...(PAGINGS[kind]?.start as Record<string, string>), ...Object.fromEntries(kept), kind };
}
