import type { Bridge, Person, Project } from "../api/types";

/** A database that the person can go to. */
export interface Place {
  project: Project;
  bridge: Bridge;
  /** Its name, where the project has several. */
  environment: string | null;
}

export function placesOf(person: Person): Place[] {
  return person.projects.flatMap((project) =>
    project.environments.flatMap(({ name, bridges }) =>
      bridges.map((bridge) => ({ project, bridge, environment: project.environments.length > 1 ? name : null })),
    ),
  );
}

/** Only owners and admins set what everybody in the project sees. */
export function mayArrange(role: string): boolean {
  return role === "owner" || role === "admin";
}

export function placeTitle({ project, bridge, environment }: Place): string {
  const names = project.name === bridge.name ? [bridge.name] : [project.name, bridge.name];
  return [...names, ...(environment === null ? [] : [environment])].join(" · ");
}
