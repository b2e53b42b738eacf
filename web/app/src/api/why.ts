/** Which rule hides something from somebody; told to owners and admins. */

import { sourcePath } from "@jetway/core";
import { bridgeRequest } from "./client";
import { ownName, sourceOf } from "./paths";
import type { Bridge, Value } from "./types";
import type { Viewing } from "./viewing";

export interface Asked {
  what: "table" | "operation" | "endpoint";
  /** Its name: of a table or an operation behind that of its source, as `pay/charges.refund`. */
  table: string;
  /** "" for any. */
  column: string;
  /** As it stands in addresses; "" for no row in particular. */
  key: string;
  /** Of an endpoint, the source of what it runs. */
  source?: string;
}

export interface Why {
  role: string;
  /** Null where it depends on attributes that a role alone does not have. */
  visible: boolean | null;
  reasons: { reason: string; detail: string; rule: string }[];
  clauses: { rule: string; says: Value; holds: boolean | null }[];
}

export function askWhy(project: string, bridge: Bridge, as: Viewing["as"], asked: Asked): Promise<Why> {
  const source = asked.source ?? sourceOf(asked.table);
  const name = asked.what === "endpoint" ? asked.table : ownName({ model: asked.table, source });
  const params = new URLSearchParams({ [asked.what]: name, ...as });
  if (asked.column) params.set("column", asked.column);
  if (asked.key) params.set("key", asked.key);
  return bridgeRequest(project, bridge, `${sourcePath(source)}why/`, { params });
}
