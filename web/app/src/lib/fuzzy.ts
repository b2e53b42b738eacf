/** How well `text` answers `query`: 0 not at all; a start of a word beats the middle, close letters beat far ones. */
export function fuzzyScore(text: string, query: string): number {
  const hay = text.toLowerCase();
  const needle = query.trim().toLowerCase();
  if (!needle) return 1;
  const at = hay.indexOf(needle);
  if (at === 0) return 100 - hay.length / 100;
  if (at > 0) return (/[\s_.-]/.test(hay.charAt(at - 1)) ? 80 : 60) - hay.length / 100;
  // Two letters are somewhere in almost every name.
  if (needle.length < 3) return 0;
  let from = 0;
  let gaps = 0;
  for (const letter of needle.replace(/\s+/g, "")) {
    const found = hay.indexOf(letter, from);
    if (found < 0) return 0;
    if (from > 0) gaps += found - from;
    from = found + 1;
  }
  return Math.max(40 - gaps * 2, 1);
}
