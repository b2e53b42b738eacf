/** Kinds of files: which of them a column takes, and what people call them. */
import type { TFunction } from "i18next";
import type { FileRule } from "../../api/types";
import { formatBytes } from "../../ui/formatters";

export const DOCUMENTS = [
  ...[".pdf", ".doc", ".docx", ".odt", ".rtf", ".txt"],
  ...[".xls", ".xlsx", ".ods", ".csv", ".ppt", ".pptx", ".odp"],
];

export type AcceptKind = "pictures" | "documents" | "any" | "own";

/** What the kinds that people choose from stand for; an own list says so itself. */
export const ACCEPTED: Record<Exclude<AcceptKind, "own">, string[]> = {
  pictures: ["image/*"],
  documents: DOCUMENTS,
  any: [],
};

export function acceptKind(accept: readonly string[]): AcceptKind {
  const same = (one: readonly string[]) => one.length === accept.length && one.every((each) => accept.includes(each));
  if (same(ACCEPTED.any)) return "any";
  if (same(ACCEPTED.pictures)) return "pictures";
  return same(ACCEPTED.documents) ? "documents" : "own";
}

const PICTURES = ["png", "jpg", "jpeg", "gif", "webp", "avif", "bmp"];
const ENDINGS: Record<string, readonly string[]> = {
  picture: [...PICTURES, "svg", "tif", "tiff", "heic"],
  text: ["pdf", "doc", "docx", "odt", "rtf", "txt", "md"],
  sheet: ["xls", "xlsx", "ods", "csv", "tsv"],
  archive: ["zip", "gz", "tar", "7z", "rar", "bz2", "xz"],
  sound: ["mp3", "wav", "ogg", "flac", "m4a", "opus"],
  film: ["mp4", "mov", "webm", "mkv", "avi"],
  code: ["json", "xml", "html", "css", "js", "py", "sql", "yaml", "yml", "toml"],
};

const endingOf = (name: string) => (name.includes(".") ? name.slice(name.lastIndexOf(".") + 1).toLowerCase() : "");

/** What stands for a file where there is no picture of it; `other` for what is not known. */
export function kindOf(name: string): string {
  const ending = endingOf(name);
  return Object.keys(ENDINGS).find((kind) => ENDINGS[kind]?.includes(ending)) ?? "other";
}

/** Whether browsers draw it as it is; an SVG is a program. */
export function isPicture(type: string): boolean {
  return type.startsWith("image/") && PICTURES.includes(type.slice("image/".length));
}

/** Whether the column takes the file, by what the browser knows of it; the bridge looks into it. */
export function fits({ accept }: FileRule, file: { name: string; type: string }): boolean {
  if (accept.length === 0) return true;
  const name = file.name.toLowerCase();
  return accept.some((one) => {
    if (one.startsWith(".")) return name.endsWith(one.toLowerCase());
    // A type that the browser does not know says nothing against the file.
    if (file.type === "") return true;
    if (one.endsWith("/*")) return file.type.startsWith(one.slice(0, -1)) && file.type !== "image/svg+xml";
    return one === file.type;
  });
}

const RANGES: Record<string, string> = { "image/*": "pictures", "audio/*": "sound", "video/*": "film" };

/** The kinds as people say them: `pictures, PDF`. */
export function acceptText(accept: readonly string[], t: TFunction): string {
  const kind = acceptKind(accept);
  if (kind === "any" || kind === "documents") return t(`files.accept.${kind}`);
  const names = accept.map((one) => {
    const range = RANGES[one];
    if (range) return t(`files.accept.${range}`);
    return one.startsWith(".") || one.endsWith("/*") ? one.replace(/^\.|\/\*$/g, "").toUpperCase() : typeName(one);
  });
  return [...new Set(names)].join(", ");
}

/** `PNG` of `image/png`; the type itself where its name says little. */
export function typeName(type: string): string {
  const name = type.slice(type.indexOf("/") + 1);
  return /^[a-z0-9]{2,5}$/.test(name) ? name.toUpperCase() : type;
}

/** `PDF · 42 kB`: the ending says it shorter than a type does. */
export function factsText({ name, type, size }: { name: string; type: string; size: number }): string {
  const ending = endingOf(name);
  return `${/^[a-z0-9]{2,5}$/.test(ending) ? ending.toUpperCase() : typeName(type)} · ${formatBytes(size)}`;
}
