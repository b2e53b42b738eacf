const STEPS: [Intl.RelativeTimeFormatUnit, number][] = [
  ["year", 31_536_000],
  ["month", 2_592_000],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
];

/**
 * A moment in seconds since 1970 as "3 hours ago" or "in 2 days"; less than a minute away is "now".
 * What has just begun to run for seven days ends in seven, not in six.
 */
export function formatAgo(moment: number, now = Date.now() / 1000, locale?: string): string {
  const away = moment - now;
  const format = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  const [unit, seconds] = STEPS.find(([, length]) => Math.abs(away) >= length) ?? ["second", 0];
  return seconds === 0
    ? format.format(0, "second")
    : format.format(away > 0 ? Math.round(away / seconds) : Math.trunc(away / seconds), unit);
}
