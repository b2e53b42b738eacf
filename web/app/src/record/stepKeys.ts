/** Which way a key walks through the records: J and Down to the next, K and Up to the one before; else null. */
export function stepOf(event: KeyboardEvent): 1 | -1 | null {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey) return null;
  const target = event.target instanceof HTMLElement ? event.target : null;
  const typing = target?.closest(
    "input, textarea, select, [contenteditable], [role='tab'], [role='menu'], table, dialog",
  );
  const key = event.key.toLowerCase();
  // With Alt the arrows walk from inside an input too.
  if (typing && !event.altKey) return null;
  if (key === "arrowdown" || (key === "j" && !event.altKey)) return 1;
  if (key === "arrowup" || (key === "k" && !event.altKey)) return -1;
  return null;
}
