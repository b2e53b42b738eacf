/** Where a refusal of the server belongs: beside a field, or above them all. */
import type { Problem } from "../api/types";
import { sentence } from "../lib/sentence";

export interface Refusal {
  fields: { [column: string]: string };
  /** What no shown field is to blame for. */
  rest: string[];
}

/** `/line~1total/0` → `line/total`: the first step of a JSON pointer. */
export function columnOfPointer(pointer: string): string {
  const first = pointer.replace(/^#?\//, "").split("/")[0] ?? "";
  return decodeURIComponent(first.replace(/%(?![0-9a-f]{2})/gi, "%25"))
    .replace(/~1/g, "/")
    .replace(/~0/g, "~");
}

export function refusalOf(problem: Problem, columns: string[]): Refusal {
  const refusal: Refusal = { fields: {}, rest: [] };
  for (const error of problem.errors ?? []) {
    const column = columnOfPointer(
      error.pointer.replace(/^\/was\//, problem.code === "changed_meanwhile" ? "/" : "$&"),
    );
    if (columns.includes(column)) refusal.fields = { [column]: sentence(error.detail), ...refusal.fields };
    else refusal.rest.push(column ? `${column}: ${error.detail}` : sentence(error.detail));
  }
  return refusal;
}
