const GOOD = 160;
const BAD = 22;
const WAITING = 75;
const INFORMING = 248;

/** Words that people read as a colour already; everything else gets a hue of its own. */
const KNOWN: Record<string, number | null> = {};
const groups: [number | null, string][] = [
  [
    GOOD,
    "active approved complete completed confirmed delivered done enabled ok online paid published resolved success succeeded won yes",
  ],
  [
    BAD,
    "blocked cancelled canceled critical declined deleted disabled error expired failed lost overdue rejected spam urgent",
  ],
  [WAITING, "awaiting hold on_hold open paused pending processing queued review unpaid waiting warning"],
  [INFORMING, "in_progress new refunded returned running scheduled sent shipped"],
  [null, "archived closed draft inactive none offline unknown"],
];
for (const [hue, words] of groups) for (const word of words.split(" ")) KNOWN[word] = hue;

/** The hue of a value in degrees; null for words without a colour, such as "draft". The same value, the same hue. */
export function pillHue(value: string): number | null {
  const word = value
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, "_");
  const known = KNOWN[word];
  if (known !== undefined) return known;
  let hash = 2166136261;
  for (const character of word) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 16777619);
  return ((hash >>> 0) % 24) * 15;
}
