import type { Project } from "../api/types";
import { beginView, endView, type Viewing } from "../api/viewing";

/** Loads the page afresh: nothing that was read as somebody else stays in memory. */
function loadAt(path: string): void {
  window.location.hash = path;
  window.location.reload();
}

/** Looks at the project as a role or a member sees it, until the view is left. */
export function viewAs(project: Project, as: Viewing["as"], name: string): void {
  beginView({ project: project.id, as, name });
  loadAt(`/${project.bridges[0]?.id ?? ""}`);
}

export function leaveView(): void {
  endView();
  loadAt("/");
}
