/** The hue of an option's pill: by what the word says where it says something, else by its place in the list. */

const HUES: readonly [number, readonly string[]][] = [
  [
    155,
    [
      "paid",
      "active",
      "done",
      "complete",
      "completed",
      "success",
      "approved",
      "delivered",
      "published",
      "yes",
      "open",
      "enabled",
      "won",
      "ok",
      "resolved",
      "confirmed",
    ],
  ],
  [
    75,
    [
      "pending",
      "waiting",
      "processing",
      "hold",
      "review",
      "medium",
      "warning",
      "trial",
      "packed",
      "partial",
      "scheduled",
    ],
  ],
  [240, ["refunded", "new", "sent", "shipped", "info", "low", "progress", "returned", "invited"]],
  [
    25,
    [
      "failed",
      "cancelled",
      "canceled",
      "rejected",
      "error",
      "overdue",
      "blocked",
      "high",
      "urgent",
      "lost",
      "deleted",
      "expired",
      "banned",
      "suspended",
    ],
  ],
];
const GREY = ["draft", "inactive", "archived", "none", "unknown", "closed", "disabled", "no", "hidden", "retired"];
const OTHERS = [285, 200, 330, 110, 55, 260, 180, 5];

/** A hue in degrees; null for grey. */
export function toneOf(option: string, options: readonly string[]): number | null {
  const words = option.toLowerCase().split(/[^\p{L}]+/u);
  if (words.some((word) => GREY.includes(word))) return null;
  for (const [hue, names] of HUES) if (words.some((word) => names.includes(word))) return hue;
  const place = options.indexOf(option);
  return OTHERS[(place < 0 ? sum(option) : place) % OTHERS.length] ?? null;
}

function sum(text: string): number {
  let total = 0;
  for (const letter of text) total += letter.codePointAt(0) ?? 0;
  return total;
}

/** `in_progress` → `In progress`; what has capitals or spaces of its own stays as it is. */
export function optionTitle(option: string): string {
  if (/[\p{Lu}\s]/u.test(option)) return option;
  const words = option.replace(/[_-]+/g, " ").trim();
  return words ? words.charAt(0).toUpperCase() + words.slice(1) : option;
}
