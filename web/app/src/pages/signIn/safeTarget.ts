/** Where to go after sign-in: a path of this site, and nothing that a link from elsewhere could make of it. */
export function safeTarget(to: string | undefined): string | null {
  if (!to?.startsWith("/") || /^\/[/\\]/.test(to)) return null;
  const url = new URL(to, window.location.origin);
  return url.origin === window.location.origin ? url.pathname + url.search + url.hash : null;
}
