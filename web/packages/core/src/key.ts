export type KeyPart = string | number | bigint | boolean;

/** The key of one row; of several columns, their values in the key's order. */
export type Key = KeyPart | readonly KeyPart[];

/** A key as lists of keys have it: each value percent-encoded, joined by `,`. */
export function encodeKey(key: Key): string {
  const parts: readonly KeyPart[] = typeof key === "object" ? key : [key];
  return parts.map((part) => encodeURIComponent(String(part))).join(",");
}

/** The parts of an encoded key, as text: the bridge takes them like the values themselves. */
export function decodeKey(encoded: string): string[] {
  return encoded.split(",").map(decodeURIComponent);
}

/** A key as one segment of an address. */
export function keySegment(key: Key): string {
  const encoded = encodeKey(key);
  return UNREACHABLE.has(encoded) || WORDS.has(encoded) ? `=${encoded}` : encoded;
}

/** Browsers take these out of an address, so that it would mean the list; a `=` in front keeps them there. */
const UNREACHABLE = new Set(["", ".", ".."]);
/** Below a table, these are other addresses; a `=` in front tells such a key apart. */
const WORDS = new Set(["group", "aggregate", "bulk_create", "export", "import", "reorder", "reset_order"]);
