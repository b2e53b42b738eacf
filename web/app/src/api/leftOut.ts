/** Declarations whose table or column is gone. */

import { sourcePath } from "@jetway/core";
import { bridgeRequest } from "./client";
import type { TableRef } from "./tables";
import type { DeclaredRelation } from "./types";

export interface LeftOut {
  id: string;
  model: string;
  column: string;
  /** As it was declared; null for a column that is to hold files. */
  relation: DeclaredRelation | null;
  /** What is missing. */
  why: string;
}

const path = ({ table }: TableRef) => `${sourcePath(table.source)}model_descriptions/left_out/`;

/** Those of the table's source. */
export function fetchLeftOut(ref: TableRef, signal?: AbortSignal): Promise<LeftOut[]> {
  return bridgeRequest<LeftOut[]>(ref.project, ref.bridge, path(ref), { signal });
}

/** Has one forgotten, so that it does not come back with what it names. */
export async function takeAway(ref: TableRef, id: string): Promise<void> {
  await bridgeRequest(ref.project, ref.bridge, `${path(ref)}${id}/`, { method: "DELETE" });
}
