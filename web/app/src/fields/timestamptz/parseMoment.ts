import { parseFilled } from "../empty";
import type { Parsed } from "../field";
import { wallToMoment } from "../moment/moment";

export function parseMoment(text: string): Parsed {
  return parseFilled(text, (filled) => {
    const value = wallToMoment(filled);
    return value === null ? { problem: "fields.problem.timestamp" } : { value };
  });
}
