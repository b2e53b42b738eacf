/** An app's answer: what stands where in it, and the rows that a table makes of it. */
import type { Collection, Listing } from "../../../../api/descriptions";

/** What stands at a dotted path, undefined where nothing does; the value itself for "". */
export function at(value: unknown, path: string): unknown {
  return steps(path).reduce<unknown>((found, step) => {
    if (Array.isArray(found)) return /^\d+$/.test(step) ? found[Number(step)] : undefined;
    if (typeof found !== "object" || found === null || !Object.hasOwn(found, step)) return undefined;
    return (found as Record<string, unknown>)[step];
  }, value);
}

/** The names in a path, in which a dot of a name is written `\.`. */
function steps(path: string): string[] {
  return path ? path.split(/(?<!\\)\./).map((step) => step.replaceAll("\\.", ".")) : [];
}

/** Whether a path can go through a member of that name. */
export function nameable(name: string): boolean {
  return name !== "" && !name.includes(".");
}

export function joined(path: string, name: string | number): string {
  return path ? `${path}.${name}` : String(name);
}

/** The records that a list holds; none where it holds no list there. */
export function recordsIn(answer: unknown, { records = "", item = "" }: Listing): unknown[] {
  const found = at(answer, records);
  return Array.isArray(found) ? found.map((one) => at(one, item)) : [];
}

/** Whether there is a list where the records are to be, be it empty. */
export function isListed(answer: unknown, { records = "" }: Listing): boolean {
  return Array.isArray(at(answer, records));
}

/** Where within a record a place of the answer is: "items.0.customer.name" → "customer.name"; null elsewhere. */
export function withinRecord(place: string, { records = "", item = "" }: Listing): string | null {
  const inner = below(place, records)?.match(/^\d+\.(.+)$/)?.[1];
  return inner === undefined ? null : below(inner, item);
}

function below(place: string, path: string): string | null {
  if (!path) return place;
  return place.startsWith(`${path}.`) ? place.slice(path.length + 1) : null;
}

/** Members that tell of more, by what they are called and hold. */
const COUNTS = /^(total|count$)|(total|_count|Count)$/;
const MORE = /^(has_?)?(more|next)/i;

/** Where an answer says, outside of its list, that there is more than the list holds; null where it does not. */
export function moreAt(answer: unknown, list: Listing): string | null {
  const held = recordsIn(answer, list).length;
  const says = (name: string, value: unknown) =>
    typeof value === "number" && COUNTS.test(name)
      ? value > held
      : MORE.test(name) && (value === true || (typeof value === "string" && value !== ""));
  const within = (value: unknown, path: string): string | null => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return null;
    for (const [name, member] of Object.entries(value)) {
      const found = nameable(name) && (says(name, member) ? joined(path, name) : within(member, joined(path, name)));
      if (found) return found;
    }
    return null;
  };
  return within(answer, "");
}

/** What the columns of a table find in records, by column: the app's own values, before they are read as types. */
export function rowsOf(records: unknown[], columns: Collection["columns"]): Record<string, unknown>[] {
  return records.map((record) =>
    Object.fromEntries(Object.entries(columns).map(([name, { path }]) => [name, at(record, path || name)])),
  );
}

/** A value as a cell shows it. */
export function cellText(value: unknown): string {
  if (value === null || value === undefined) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** JSON, or undefined for what is none. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
