/** Projects and their environments. */
import { sessionRequest } from "./client";
import { projectRequest } from "./project";
import type { Project } from "./types";

const path = (environment: string) => `environments/${encodeURIComponent(environment)}/`;

/** Whoever makes it is its owner. */
export function createProject(name: string): Promise<Project> {
  return sessionRequest("/api/projects/", { method: "POST", body: { name } });
}

export function renameProject(project: string, name: string): Promise<void> {
  return projectRequest(project, "", { method: "PATCH", body: { name } });
}

/** It begins with the roles of the project's first. */
export function createEnvironment(project: string, name: string): Promise<{ id: string }> {
  return projectRequest(project, "environments/", { method: "POST", body: { name } });
}

export function renameEnvironment(project: string, environment: string, name: string): Promise<void> {
  return projectRequest(project, path(environment), { method: "PATCH", body: { name } });
}

/** Takes a recent proof of who asks. */
export function deleteEnvironment(project: string, environment: string): Promise<void> {
  return projectRequest(project, path(environment), { method: "DELETE" });
}
