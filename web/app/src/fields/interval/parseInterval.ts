import { parseFilled } from "../empty";
import type { Parsed } from "../field";

const ISO =
  /^[+-]?P(?!$)([+-]?\d+Y)?([+-]?\d+M)?([+-]?\d+W)?([+-]?\d+D)?(T(?=[+-]?\d)([+-]?\d+H)?([+-]?\d+M)?([+-]?\d+([.,]\d+)?S)?)?$/i;
const CLOCK = /^(-?)(\d+):(\d{2})(?::(\d{2}(?:\.\d+)?))?$/;

const WORDS = /^([+−-]?)((?:\s*[+-]?\d+(?:[.,]\d+)?\s*[a-z]+,?)+)$/i;
const WORD = /([+-]?\d+(?:[.,]\d+)?)\s*([a-z]+)/gi;
/** From the first letters of a unit to its place in a duration; `m` alone is minutes, as in the cells. */
const PLACES: [RegExp, string][] = [
  [/^y(ears?|rs?)?$/i, "Y"],
  [/^mo(n(th)?s?)?$/i, "MO"],
  [/^w(eeks?|ks?)?$/i, "W"],
  [/^d(ays?)?$/i, "D"],
  [/^h(ours?|rs?)?$/i, "H"],
  [/^m(in(ute)?s?)?$/i, "M"],
  [/^s(ec(ond)?s?)?$/i, "S"],
];

/** `1 d 2 h 30 min` and `2 days`, as cells and databases write them; null for anything else. */
function parseWords(text: string): string | null {
  const match = WORDS.exec(text);
  if (!match) return null;
  const counts = new Map<string, string>();
  for (const [, count = "", unit = ""] of (match[2] ?? "").matchAll(WORD)) {
    const place = PLACES.find(([pattern]) => pattern.test(unit))?.[1];
    if (place === undefined || counts.has(place)) return null;
    counts.set(place, count.replace(",", "."));
  }
  const part = (places: string[]) =>
    places.map((place) => (counts.has(place) ? `${counts.get(place)}${place.charAt(0)}` : "")).join("");
  const clock = part(["H", "M", "S"]);
  const sign = match[1] === "-" || match[1] === "−" ? "-" : "";
  return `${sign}P${part(["Y", "MO", "W", "D"])}${clock && `T${clock}`}`;
}

/** An ISO 8601 duration, words, or hours and minutes as a clock writes them: `26:30` → `PT26H30M`. */
export function parseInterval(text: string): Parsed {
  return parseFilled(text, (filled) => {
    if (ISO.test(filled)) return { value: filled.toUpperCase() };
    const words = parseWords(filled);
    if (words !== null) return { value: words };
    const clock = CLOCK.exec(filled);
    if (!clock) return { problem: "fields.problem.interval" };
    const [, sign = "", hours = "0", minutes = "0", seconds = "0"] = clock;
    const rest = Number(seconds) === 0 ? "" : `${seconds.replace(/^0(?=\d)/, "")}S`;
    return { value: `${sign}PT${Number(hours)}H${Number(minutes)}M${rest}` };
  });
}

const UNITS: Record<string, string> = { Y: "y", MO: "mo", W: "w", D: "d", H: "h", M: "min", S: "s" };

/** `P1DT2H30M` → `1 d 2 h 30 min`. */
export function readableInterval(stored: string): string {
  const match = /^([+-]?)P([^T]*)(?:T(.*))?$/i.exec(stored);
  if (!match) return stored;
  const [, sign, days = "", clock = ""] = match;
  const read = (text: string, month: boolean) =>
    [...text.matchAll(/([+-]?[\d.,]+)([A-Z])/gi)].map(([, count, unit = ""]) => {
      const name = unit.toUpperCase();
      return `${count} ${UNITS[month && name === "M" ? "MO" : name] ?? unit}`;
    });
  const words = [...read(days, true), ...read(clock, false)];
  return words.length === 0 ? stored : `${sign === "-" ? "−" : ""}${words.join(" ")}`;
}
