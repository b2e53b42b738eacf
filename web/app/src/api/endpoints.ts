/** Endpoints as a bridge runs them. How they are kept is the policy's. */

import { endpointPath, sourcePath } from "@jetway/core";
import { basePath, bridgeRequest } from "./client";
import type { Endpoint, SavedQuery } from "./policy";
import type { Bridge, Row, Value } from "./types";

export interface Trial {
  /** What it would answer; of rows the first. */
  answer: Value;
  /** Those of its query, by type. */
  columns: Record<string, string>;
}

export interface Tried {
  endpoint: Endpoint;
  parameters: Row;
  /** Those that are not saved yet. */
  queries: Record<string, SavedQuery>;
}

/** Runs an endpoint that need not be saved. What it does is done. */
export function tryEndpoint(project: string, bridge: Bridge, source: string, tried: Tried): Promise<Trial> {
  return bridgeRequest(project, bridge, `${sourcePath(source)}endpoints/try/`, { method: "POST", body: tried });
}

/** What programs call it by. */
export function endpointAddress({ url }: Bridge, source: string, id: string): string {
  return new URL(`${url.replace(/\/$/, "") || basePath()}${endpointPath(source, id)}`, document.baseURI).href;
}
