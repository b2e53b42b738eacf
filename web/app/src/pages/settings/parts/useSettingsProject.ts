import type { Project } from "../../../api/types";
import { mayArrange } from "../../../shell/places";
import { useWorkspace } from "../../../shell/useWorkspace";

/** The project that the settings are of: the one of the menu; null for somebody who is in none. */
export function useSettingsProject(): { project: Project | null; manages: boolean; owns: boolean } {
  const { person, place } = useWorkspace();
  const project = place?.project ?? person.projects[0] ?? null;
  return { project, manages: project !== null && mayArrange(project.role), owns: project?.role === "owner" };
}
