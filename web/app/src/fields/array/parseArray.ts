import { parseDocument } from "../../api/exactJson";
import type { FieldType, Value } from "../../api/types";
import { parseFilled } from "../empty";
import type { Parsed } from "../field";

/** A JSON list; lists of texts may be typed as lines. */
export function parseArray(text: string, item: FieldType | null): Parsed {
  return parseFilled(text, (filled) => {
    if (filled.startsWith("[")) {
      try {
        const value = parseDocument(filled) as Value;
        if (Array.isArray(value)) return { value };
      } catch {
        return { problem: "fields.problem.array" };
      }
    }
    if (item === "text" || item === "enum") return { value: filled.split(/\s*\n\s*/).filter(Boolean) };
    return { problem: "fields.problem.array" };
  });
}
