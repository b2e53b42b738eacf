/**
 * Dates and times as text, never through a `Date` but where a zone is asked for: a stored `timestamp` has no zone, and
 * a `Date` has neither microseconds nor the years of every database.
 */

const DATE = /^(\d{4,6})-(\d{2})-(\d{2})$/;
const TIME = /^(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?$/;
const ZONE = /\s*(Z|[+-]\d{2}(?::?\d{2})?)$/i;
/** What PostgreSQL holds beside dates. */
const WORDS = /^-?infinity$/i;
/** The last year that a `Date` can turn into another zone. */
const LAST_YEAR = 275_759;

export interface Wall {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  /** Digits after the point, as they were written. */
  fraction: string;
}

/** `2026-11-21`, or null where the text is no date of a calendar. */
export function parseDate(text: string): string | null {
  if (WORDS.test(text)) return text.toLowerCase();
  const match = DATE.exec(text);
  if (!match) return null;
  const [year, month, day] = match.slice(1).map(Number) as [number, number, number];
  return month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month) ? text : null;
}

/** `9:30` → `09:30:00`; the fraction stays as it was typed. */
export function parseTime(text: string): string | null {
  const match = TIME.exec(text);
  if (!match) return null;
  const [, hour = "", minute = "", second = "00", fraction] = match;
  const end = hour === "24" && minute === "00" && second === "00";
  if ((Number(hour) > 23 && !end) || Number(minute) > 59 || Number(second) > 60) return null;
  return `${hour.padStart(2, "0")}:${minute}:${second}${fraction ? `.${fraction}` : ""}`;
}

/** Splits `2026-11-21T10:30:00.123456+02:00`; `zone` is "" where none is said. A date alone means its midnight. */
export function splitStamp(text: string): { wall: Wall; zone: string } | null {
  const trimmed = text.trim();
  const [head = "", ...tail] = trimmed.split(/[T\s]+/i);
  const rest = tail.join("");
  const zone = ZONE.exec(rest)?.[1] ?? "";
  const time = parseTime(rest ? rest.replace(ZONE, "") : "00:00:00");
  const date = parseDate(head);
  if (!time || !date || WORDS.test(date)) return null;
  const [year, month, day] = date.split("-").map(Number) as [number, number, number];
  const [clock = "", fraction = ""] = time.split(".");
  const [hour, minute, second] = clock.split(":").map(Number) as [number, number, number];
  return { wall: { year, month, day, hour, minute, second, fraction }, zone };
}

/** `2026-11-21 10:30:00.123456`, or with `T` as the server writes it. */
export function writeWall(wall: Wall, separator = " "): string {
  const date = `${pad(wall.year, 4)}-${pad(wall.month)}-${pad(wall.day)}`;
  const clock = `${pad(wall.hour)}:${pad(wall.minute)}:${pad(wall.second)}`;
  return `${date}${separator}${clock}${wall.fraction ? `.${wall.fraction}` : ""}`;
}

/** A stored moment as the viewer's clock shows it; as it is stored where no clock can. */
export function momentToWall(stored: string): string {
  const split = splitStamp(stored);
  if (!split) return stored;
  const instant = instantOf(split.wall, split.zone || "Z");
  if (instant === null) return `${writeWall(split.wall)} ${split.zone || "Z"}`;
  return writeWall({
    year: instant.getFullYear(),
    month: instant.getMonth() + 1,
    day: instant.getDate(),
    hour: instant.getHours(),
    minute: instant.getMinutes(),
    second: instant.getSeconds(),
    fraction: split.wall.fraction,
  });
}

/** The opposite: what is typed is the viewer's clock unless it says a zone. Given as the server writes it, in UTC. */
export function wallToMoment(text: string): string | null {
  if (WORDS.test(text.trim())) return text.trim().toLowerCase();
  const split = splitStamp(text);
  if (!split) return null;
  const { wall, zone } = split;
  const instant = zone ? instantOf(wall, zone) : localInstant(wall);
  if (instant === null) return `${writeWall(wall, "T")}${zone || "+00:00"}`;
  return `${writeWall(utcWall(instant, wall.fraction), "T")}+00:00`;
}

/** A stored moment in UTC, with every digit. */
export function momentInUtc(stored: string): string {
  const split = splitStamp(stored);
  const instant = split && instantOf(split.wall, split.zone || "Z");
  return split && instant ? `${writeWall(utcWall(instant, split.wall.fraction))} UTC` : stored;
}

/** The instant of a wall clock in a zone such as `+02:00`; null beyond what a `Date` holds. Without the fraction. */
export function instantOf(wall: Wall, zone: string): Date | null {
  const date = new Date(0);
  if (wall.year > LAST_YEAR) return null;
  date.setUTCFullYear(wall.year, wall.month - 1, wall.day);
  date.setUTCHours(wall.hour, wall.minute - offsetMinutes(zone), wall.second, 0);
  return date;
}

function localInstant(wall: Wall): Date | null {
  if (wall.year > LAST_YEAR) return null;
  const date = new Date(2000, 0, 1);
  date.setFullYear(wall.year, wall.month - 1, wall.day);
  date.setHours(wall.hour, wall.minute, wall.second, 0);
  return date;
}

function utcWall(instant: Date, fraction: string): Wall {
  return {
    year: instant.getUTCFullYear(),
    month: instant.getUTCMonth() + 1,
    day: instant.getUTCDate(),
    hour: instant.getUTCHours(),
    minute: instant.getUTCMinutes(),
    second: instant.getUTCSeconds(),
    fraction,
  };
}

function offsetMinutes(zone: string): number {
  const match = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone);
  if (!match) return 0;
  const minutes = Number(match[2]) * 60 + Number(match[3] ?? 0);
  return match[1] === "-" ? -minutes : minutes;
}

function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

const pad = (number: number, length = 2) => String(number).padStart(length, "0");
