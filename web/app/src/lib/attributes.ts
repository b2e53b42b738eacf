/** What is known of a person, as lines of a form. */
import type { AttributeValue } from "../api/members";

export const KINDS = ["text", "number", "boolean", "list"] as const;
export type Kind = (typeof KINDS)[number];

export interface AttributeLine {
  name: string;
  kind: Kind;
  /** As it is typed; of a list one value a line, `true` or `false` of a boolean. */
  text: string;
}

export function readAttributes(attributes: Record<string, AttributeValue>): AttributeLine[] {
  return Object.entries(attributes).map(([name, value]) => {
    if (Array.isArray(value)) return { name, kind: "list", text: value.map(String).join("\n") };
    const kind = typeof value === "string" ? "text" : typeof value === "number" ? "number" : "boolean";
    return { name, kind, text: String(value) };
  });
}

/** Null where a number is none, or a name is missing or stands there twice. */
export function writeAttributes(lines: AttributeLine[]): Record<string, AttributeValue> | null {
  const names = lines.map((line) => line.name.trim());
  if (names.some((name) => name === "") || new Set(names).size < names.length) return null;
  const values = lines.map(typedValue);
  if (values.some((value) => typeof value === "number" && !Number.isFinite(value))) return null;
  return Object.fromEntries(names.map((name, at) => [name, values[at] as AttributeValue]));
}

function typedValue({ kind, text }: AttributeLine): AttributeValue {
  if (kind === "number") return text.trim() === "" ? Number.NaN : Number(text);
  if (kind === "boolean") return text === "true";
  if (kind === "text") return text;
  return text.split("\n").flatMap((line) => line.trim() || []);
}
