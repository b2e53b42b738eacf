import { parseFilled } from "../empty";
import type { Parsed } from "../field";
import { parseDate } from "../moment/moment";

export function parseDay(text: string): Parsed {
  return parseFilled(text, (filled) => {
    const value = parseDate(filled);
    return value === null ? { problem: "fields.problem.date" } : { value };
  });
}
