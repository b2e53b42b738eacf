import { parseDocument } from "../../api/exactJson";
import type { Value } from "../../api/types";
import { parseFilled } from "../empty";
import type { Parsed } from "../field";

export function parseJson(text: string): Parsed {
  return parseFilled(text, (filled) => {
    try {
      return { value: parseDocument(filled) as Value };
    } catch {
      return { problem: "fields.problem.json" };
    }
  });
}

export const showJson = (value: Value): string => JSON.stringify(value, null, 2);
