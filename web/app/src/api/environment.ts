/** Of which environment this tab asks control for roles and API tokens. Kept over a reload, and gone with the tab. */
const KEY = "jetway:environments";

function chosen(): Record<string, string> {
  return JSON.parse(sessionStorage.getItem(KEY) ?? "{}") as Record<string, string>;
}

/** Its id; undefined for the project's first. */
export function chosenEnvironment(project: string): string | undefined {
  return chosen()[project];
}

/** `undefined` for the project's first. */
export function chooseEnvironment(project: string, id: string | undefined): void {
  sessionStorage.setItem(KEY, JSON.stringify({ ...chosen(), [project]: id }));
}
