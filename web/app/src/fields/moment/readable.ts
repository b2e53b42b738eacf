/** How dates and times read in a cell, in the reader's language. What no calendar knows is shown as it is stored. */
import { instantOf, splitStamp, type Wall } from "./moment";

const formats = new Map<string, Intl.DateTimeFormat>();

function format(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const name = JSON.stringify(options);
  const known = formats.get(name) ?? new Intl.DateTimeFormat(undefined, options);
  formats.set(name, known);
  return known;
}

/** The wall clock as it is stored: formatted in UTC, so that nothing shifts. */
function asStored(wall: Wall, options: Intl.DateTimeFormatOptions, stored: string): string {
  const instant = instantOf(wall, "Z");
  return instant ? format({ ...options, timeZone: "UTC" }).format(instant) : stored;
}

export function readableDate(stored: string): string {
  const split = splitStamp(stored);
  return split ? asStored(split.wall, { dateStyle: "medium" }, stored) : stored;
}

export function readableStamp(stored: string): string {
  const split = splitStamp(stored);
  return split ? asStored(split.wall, { dateStyle: "medium", timeStyle: "short" }, stored) : stored;
}

/** In the reader's zone. */
export function readableMoment(stored: string): string {
  const split = splitStamp(stored);
  const instant = split && instantOf(split.wall, split.zone || "Z");
  return instant ? format({ dateStyle: "medium", timeStyle: "short" }).format(instant) : stored;
}

export const viewerZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** The short name of the reader's zone at that moment: `CET`, `GMT+2`. */
export function zoneLabel(stored: string): string {
  const split = splitStamp(stored);
  const instant = split && instantOf(split.wall, split.zone || "Z");
  const parts = format({ timeZoneName: "short" }).formatToParts(instant ?? new Date());
  return parts.find((part) => part.type === "timeZoneName")?.value ?? "";
}
