/** Bytes as the server writes them: base64, or only their number where a list would grow too long. */
import type { Value } from "../../api/types";
import { parseFilled } from "../empty";
import type { Parsed } from "../field";

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** The first bytes of the formats that every browser draws; no SVG, which is a program. */
const SIGNATURES: readonly [string, string, string][] = [
  ["iVBORw0KGgo", "PNG", "image/png"],
  ["/9j/", "JPEG", "image/jpeg"],
  ["R0lGOD", "GIF", "image/gif"],
  ["UklGR", "WebP", "image/webp"],
];
const OTHERS: readonly [string, string][] = [
  ["JVBERi", "PDF"],
  ["UEsDB", "ZIP"],
  ["H4sI", "gzip"],
];

export function byteCount(value: Value | undefined): number | null {
  if (typeof value === "string") return (value.length / 4) * 3 - (/=*$/.exec(value)?.[0].length ?? 0);
  if (typeof value !== "object" || value === null || Array.isArray(value)) return null;
  return typeof value.$bytes === "number" ? value.$bytes : null;
}

/** A raster image as an address that `<img>` takes; null for everything else. */
export function imageAddress(value: Value | undefined): string | null {
  if (typeof value !== "string") return null;
  const found = SIGNATURES.find(([start]) => value.startsWith(start));
  return found ? `data:${found[2]};base64,${value}` : null;
}

export function kindOf(value: Value | undefined): string {
  if (typeof value !== "string") return "";
  return (
    (SIGNATURES.find(([start]) => value.startsWith(start)) ?? OTHERS.find(([start]) => value.startsWith(start)))?.[1] ??
    ""
  );
}

const UNITS = ["B", "kB", "MB", "GB", "TB"];

/** `42 kB`, in thousands as files are sold. */
export function sizeText(count: number): string {
  const power = count < 1000 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(count) / 3));
  return `${Number((count / 1000 ** power).toFixed(1)).toLocaleString()} ${UNITS[power]}`;
}

/** `PNG, 42 kB` */
export function bytesText(value: Value | undefined): string {
  const count = byteCount(value);
  if (count === null) return "";
  return [kindOf(value), sizeText(count)].filter(Boolean).join(", ");
}

export function toHex(base64: string): string {
  const pairs = Array.from(atob(base64), (letter) => letter.charCodeAt(0).toString(16).padStart(2, "0"));
  return pairs.join(" ");
}

export function parseHex(text: string): Parsed {
  return parseFilled(text, (filled) => {
    const digits = filled.replace(/^(0x|\\x)/i, "").replace(/[\s:]+/g, "");
    if (!/^([0-9a-f]{2})*$/i.test(digits)) return { problem: "fields.problem.hex" };
    const letters = digits.match(/../g) ?? [];
    return { value: btoa(letters.map((pair) => String.fromCharCode(Number.parseInt(pair, 16))).join("")) };
  });
}

export function parseBase64(text: string): Parsed {
  return parseFilled(text, (filled) => {
    const plain = filled.replace(/\s+/g, "");
    return BASE64.test(plain) ? { value: plain } : { problem: "fields.problem.base64" };
  });
}
