/** Where a text leads: an address, an e-mail, or nowhere. Only harmless schemes: a value is somebody's input. */
export function linkTarget(text: string): string | null {
  if (/^[^\s@/]+@[^\s@/]+\.[^\s@/]+$/.test(text)) return `mailto:${text}`;
  if (!/^https?:\/\/\S+$/i.test(text)) return null;
  try {
    return new URL(text).href;
  } catch {
    return null;
  }
}
