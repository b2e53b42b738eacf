/** As whom this tab looks at the rows of a project. Kept over a reload, and gone with the tab. */

export interface Viewing {
  project: string;
  as: { role: string } | { member: string };
  /** What people call them. */
  name: string;
}

const KEY = "jetway:viewing";

export function viewing(): Viewing | null {
  const kept = sessionStorage.getItem(KEY);
  return kept === null ? null : (JSON.parse(kept) as Viewing);
}

export function beginView(next: Viewing): void {
  sessionStorage.setItem(KEY, JSON.stringify(next));
}

export function endView(): void {
  sessionStorage.removeItem(KEY);
}
