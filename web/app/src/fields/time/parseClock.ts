import { parseFilled } from "../empty";
import type { Parsed } from "../field";
import { parseTime } from "../moment/moment";

const ZONE = /\s*(Z|[+-]\d{2}(:?\d{2})?)$/i;

/** A time of day; a zone that stands behind it (`timetz`) is kept. */
export function parseClock(text: string): Parsed {
  return parseFilled(text, (filled) => {
    const zone = ZONE.exec(filled)?.[0].trim() ?? "";
    const value = parseTime(filled.replace(ZONE, ""));
    return value === null ? { problem: "fields.problem.time" } : { value: value + zone };
  });
}
