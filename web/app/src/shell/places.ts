import type { Bridge, Person, Project } from "../api/types";

/** A database that the person can go to. */
export interface Place {
  project: Project;
  bridge: Bridge;
}

export function placesOf(person: Person): Place[] {
  return person.projects.flatMap((project) => project.bridges.map((bridge) => ({ project, bridge })));
}
