/** JSON without rounding: JavaScript's numbers hold whole numbers up to 2^53 only, keys of tables may be larger. */

/** What becomes of a whole number that JavaScript cannot hold, told by its digits. */
export type Beyond = (digits: string) => unknown;

type Reviver = (key: string, value: unknown, context?: { source?: string }) => unknown;

const asDigits: Beyond = (digits) => digits;

/** What `text` says; a whole number beyond 2^53 becomes its digits as text, or what `beyond` makes of them. */
export function parseExact(text: string, beyond = asDigits): unknown {
  if (!/\d{16}/.test(text)) return JSON.parse(text);
  if (beyond === asDigits || !tellsSource) return JSON.parse(text.replace(TOKEN, quoted));
  const keep: Reviver = (_key, value, context) => {
    const source = context?.source;
    return typeof value === "number" && source !== undefined && isBeyond(source) ? beyond(source) : value;
  };
  return JSON.parse(text, keep);
}

/** Whether a reviver learns how a number was written: browsers since 2025 and Node 22 tell it. */
const tellsSource = "rawJSON" in JSON;

/** The texts and the numbers of JSON. What takes a text character by character overflows the stack on a long one. */
const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.eE+-]*/g;

const isBeyond = (token: string) => /^-?\d{16,}$/.test(token) && !Number.isSafeInteger(Number(token));

const quoted = (token: string) => (isBeyond(token) ? `"${token}"` : token);
