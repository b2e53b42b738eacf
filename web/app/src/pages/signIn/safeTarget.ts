/** Where to go after sign-in: a path of this site, and nothing that a link from elsewhere could make of it. */
export function safeTarget(to: string | undefined): string | null {
  if (!to?.startsWith("/") || !URL.canParse(to, window.location.origin)) return null;
  const { origin, pathname, search, hash } = new URL(to, window.location.origin);
  // Dots that are taken out of a path can leave two slashes at its start, which name another site.
  return origin === window.location.origin && !pathname.startsWith("//") ? pathname + search + hash : null;
}
