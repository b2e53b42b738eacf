import type { Bridge, Person, Project } from "../api/types";

/** A database that the person can go to. */
export interface Place {
  project: Project;
  bridge: Bridge;
}

export function placesOf(person: Person): Place[] {
  return person.projects.flatMap((project) => project.bridges.map((bridge) => ({ project, bridge })));
}

/** Only owners and admins set what everybody in the project sees. */
export function mayArrange(role: string): boolean {
  return role === "owner" || role === "admin";
}

export function placeTitle({ project, bridge }: Place): string {
  return project.name === bridge.name ? bridge.name : `${project.name} · ${bridge.name}`;
}
