/** Where somebody wanted to go, kept in this tab while a provider signs them in. */
const NAME = "jetway:to";

export function keepTarget(to: string | undefined): void {
  if (to) sessionStorage.setItem(NAME, to);
  else sessionStorage.removeItem(NAME);
}

/** Told once. */
export function keptTarget(): string | undefined {
  const to = sessionStorage.getItem(NAME) ?? undefined;
  sessionStorage.removeItem(NAME);
  return to;
}
