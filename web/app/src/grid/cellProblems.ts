/** Why a write was refused, in the server's words, for the cell it was about. */
import { ApiError } from "@jetway/core";
import { sentence } from "../lib/sentence";

export interface CellNote {
  tone: "problem" | "info";
  text: string;
}

/** By cell; see `cellId`. */
export type CellNotes = ReadonlyMap<string, CellNote>;

/** A row without a key is known by its place: nothing can be written to it, but why can be said. */
export function cellId(rowKey: string | null, index: number, column: string): string {
  return `${rowKey ?? `#${index}`}\n${column}`;
}

/** What the server says about `column`, else about the write as a whole. */
export function refusalText(error: unknown, column: string): string {
  if (!(error instanceof ApiError)) return error instanceof Error ? error.message : String(error);
  const { errors, detail, title } = error.problem;
  const own = errors?.find((one) => pointsAt(one.pointer, column)) ?? (errors?.length === 1 ? errors[0] : undefined);
  return sentence(own?.detail || detail || title);
}

/** `/status`, `#/status` and `status` all point at the column. */
function pointsAt(pointer: string, column: string): boolean {
  const path = pointer.replace(/^#?\//, "").replaceAll("~1", "/").replaceAll("~0", "~");
  return path === column;
}
