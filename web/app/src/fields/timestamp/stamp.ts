import { parseFilled } from "../empty";
import type { Parsed } from "../field";
import { parseDate, splitStamp, writeWall } from "../moment/moment";

/** As it is stored, with a space for the `T`. */
export function showStamp(stored: string): string {
  return stored.replace(/^(\d{4,6}-\d{2}-\d{2})T/, "$1 ");
}

/** A date and time without a zone; one that names a zone is refused rather than shifted. */
export function parseStamp(text: string): Parsed {
  return parseFilled(text, (filled) => {
    const word = parseDate(filled);
    if (word?.endsWith("infinity")) return { value: word };
    const split = splitStamp(filled);
    return split && !split.zone ? { value: writeWall(split.wall, "T") } : { problem: "fields.problem.timestamp" };
  });
}
