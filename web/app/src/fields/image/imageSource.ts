/**
 * The address to draw, or null. Only what needs no request to another host: data inside the value, and files of our
 * own origin. The content security policy refuses the rest, and a row should not tell a stranger that it was looked at.
 */
export function imageSource(text: string, origin: string): string | null {
  if (/^data:image\/(png|jpe?g|gif|webp|avif);base64,/i.test(text)) return text;
  return text.startsWith(`${origin}/`) ? text : null;
}
