import { parseFilled } from "../empty";
import type { Parsed } from "../field";

const ISO =
  /^[+-]?P(?!$)([+-]?\d+Y)?([+-]?\d+M)?([+-]?\d+W)?([+-]?\d+D)?(T(?=[+-]?\d)([+-]?\d+H)?([+-]?\d+M)?([+-]?\d+([.,]\d+)?S)?)?$/i;
const CLOCK = /^(-?)(\d+):(\d{2})(?::(\d{2}(?:\.\d+)?))?$/;

/** An ISO 8601 duration, or hours and minutes as a clock writes them: `26:30` → `PT26H30M`. */
export function parseInterval(text: string): Parsed {
  return parseFilled(text, (filled) => {
    if (ISO.test(filled)) return { value: filled.toUpperCase() };
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
