/** How numbers, amounts and moments read, in the reader's language. */

const formats = new Map<string, Intl.NumberFormat>();

function numberFormat(options: Intl.NumberFormatOptions, locale?: string): Intl.NumberFormat {
  const name = JSON.stringify([locale, options]);
  const known = formats.get(name);
  if (known) return known;
  const made = new Intl.NumberFormat(locale, options);
  formats.set(name, made);
  return made;
}

/** 100000 → "100,000". */
export function formatCount(count: number, locale?: string): string {
  return numberFormat({ maximumFractionDigits: 0 }, locale).format(count);
}

/** 8213 → "8.2k", 100000 → "100k", 2500000 → "2.5M": for menus, where width is dear. */
export function formatCompact(count: number, locale?: string): string {
  if (count < 1000) return formatCount(count, locale);
  const leading = count / 1000 ** Math.floor(Math.log10(count) / 3);
  const digits = leading < 99.95 ? 1 : 0;
  const text = numberFormat({ notation: "compact", maximumFractionDigits: digits }, locale).format(count);
  return text.replace(/K$/, "k");
}

/** Takes decimals as text too, so that no digit is lost on the way. */
export function formatNumber(value: number | string, digits?: number, locale?: string): string {
  const options =
    digits === undefined
      ? { maximumFractionDigits: 20 }
      : { minimumFractionDigits: digits, maximumFractionDigits: digits };
  return numberFormat(options, locale).format(value as number);
}

/** 1500000 → "1.5 MB". */
export function formatBytes(bytes: number, locale?: string): string {
  const power = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), 4);
  const unit = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"][power];
  const unitDisplay = power === 0 ? "long" : "short"; // short bytes have no plural
  const options = { style: "unit", unit, unitDisplay, maximumFractionDigits: 1 } as const;
  return numberFormat(options, locale).format(bytes / 1000 ** power);
}

export function formatMoney(value: number | string, currency: string, locale?: string): string {
  return numberFormat({ style: "currency", currency }, locale).format(value as number);
}

/** A calendar date has no zone: `2026-11-21` is the 21st everywhere. */
export function formatDate(date: string, locale?: string): string {
  const [year, month, day] = date.split("-").map(Number);
  if (year === undefined || month === undefined || day === undefined || Number.isNaN(year)) return date;
  const utc = new Date(0);
  utc.setUTCFullYear(year, month - 1, day);
  return new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeZone: "UTC" }).format(utc);
}

/** A moment in the reader's zone, or in `timeZone`. */
export function formatMoment(moment: string, timeZone?: string, locale?: string): string {
  const date = new Date(moment);
  if (Number.isNaN(date.getTime())) return moment;
  return new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short", timeZone }).format(date);
}
