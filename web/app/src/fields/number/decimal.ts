/** Exact decimals as text: checked and formatted without ever becoming a float. */

const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)$/;
const FLOAT = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const INTEGER = /^[+-]?\d+$/;
/** What PostgreSQL holds beside numbers; told and sent as text. */
const NON_FINITE = new Set(["NaN", "Infinity", "-Infinity"]);
/** Engines refuse more; such a number is shown as it is stored. */
const MOST_DIGITS = 100;

export const isDecimal = (text: string): boolean => DECIMAL.test(text);
export const isFloat = (text: string): boolean => FLOAT.test(text);
export const isNonFinite = (text: string): boolean => NON_FINITE.has(text);
export const isInteger = (text: string): boolean => INTEGER.test(text);

/** A number where it is exact, else its digits as text. */
export function integerValue(text: string): number | string {
  const digits = text.startsWith("+") ? text.slice(1) : text;
  const number = Number(digits);
  return Number.isSafeInteger(number) ? number : digits;
}

/** `1,181.99` and `€ 1 181.99` become `1181.99`: what a spreadsheet or a bank statement pastes. */
export function plainDigits(text: string): string {
  return text.replace(/^[\p{Sc}\s]+|[\p{Sc}\s]+$/gu, "").replace(/(?<=\d)[,\s\u00a0\u202f'](?=\d{3}(?!\d))/gu, "");
}

export function fractionDigits(text: string): number {
  const dot = text.indexOf(".");
  return dot < 0 ? 0 : text.length - dot - 1;
}

/** -1, 0 or 1. Both are decimals. */
export function compareDecimals(left: string, right: string): number {
  const a = parts(left);
  const b = parts(right);
  const scale = Math.max(a.fraction.length, b.fraction.length);
  const difference = scaled(a, scale) - scaled(b, scale);
  return difference === 0n ? 0 : difference < 0n ? -1 : 1;
}

export interface NumberStyle {
  currency?: string;
  /** At least so many digits after the point. */
  digits?: number;
  locale?: string;
}

/** `-12345678901234567890.10` → `-12,345,678,901,234,567,890.10`; no digit is lost, none is added but `digits`. */
export function formatDecimal(text: string, style: NumberStyle = {}): string {
  if (!isDecimal(text)) return text;
  const fraction = Math.max(fractionDigits(text), style.digits ?? 0);
  if (fraction > MOST_DIGITS) return text;
  const options: Intl.NumberFormatOptions = {
    minimumFractionDigits: fraction,
    maximumFractionDigits: fraction,
  };
  if (style.currency) {
    options.style = "currency";
    options.currency = style.currency;
    options.minimumFractionDigits = Math.max(currencyDigits(style.currency), fraction);
    options.maximumFractionDigits = options.minimumFractionDigits;
  }
  return numberFormat(style.locale, options).format(text as Intl.StringNumericLiteral);
}

const formats = new Map<string, Intl.NumberFormat>();

/** Making a format costs far more than using one, and a grid draws hundreds of numbers. */
function numberFormat(locale: string | undefined, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const name = `${locale} ${options.currency} ${options.minimumFractionDigits}`;
  const known = formats.get(name) ?? new Intl.NumberFormat(locale, options);
  formats.set(name, known);
  return known;
}

/** `394.5` → `394.50`, as amounts are written. */
export function padDigits(text: string, digits: number): string {
  const missing = digits - fractionDigits(text);
  if (!isDecimal(text) || missing <= 0) return text;
  return `${text}${text.includes(".") ? "" : "."}${"0".repeat(missing)}`;
}

/** Trailing zeros beyond `digits` dropped: numeric(12,4) holds `342.9600`. */
export function trimZeros(text: string, digits: number): string {
  if (!isDecimal(text) || fractionDigits(text) <= digits) return text;
  const dot = text.indexOf(".");
  const kept = text.slice(0, dot + 1 + digits) + text.slice(dot + 1 + digits).replace(/0+$/, "");
  return kept.endsWith(".") ? kept.slice(0, -1) : kept;
}

const usualDigits = new Map<string, number>();

function currencyDigits(currency: string): number {
  const known = usualDigits.get(currency);
  if (known !== undefined) return known;
  const format = new Intl.NumberFormat("en", { style: "currency", currency });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  usualDigits.set(currency, digits);
  return digits;
}

interface Parts {
  negative: boolean;
  whole: string;
  fraction: string;
}

function parts(text: string): Parts {
  const unsigned = text.replace(/^[+-]/, "");
  const [whole = "", fraction = ""] = unsigned.split(".");
  return { negative: text.startsWith("-"), whole, fraction };
}

function scaled({ negative, whole, fraction }: Parts, scale: number): bigint {
  const magnitude = BigInt(whole + fraction.padEnd(scale, "0") || "0");
  return negative ? -magnitude : magnitude;
}
