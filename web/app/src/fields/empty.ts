import type { Parsed } from "./field";

/** No text is no value: what every field but text makes of an emptied input. */
export function parseFilled(text: string, parse: (text: string) => Parsed): Parsed {
  const trimmed = text.trim();
  return trimmed === "" ? { value: null } : parse(trimmed);
}
