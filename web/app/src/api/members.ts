/** Who works in a project, and in which role. */
import { queryOptions } from "@tanstack/react-query";
import { projectRequest } from "./project";

/** What row rules and presets may compare with of a person. */
export type AttributeValue = string | number | boolean | (string | number | boolean)[];

export interface Member {
  id: string;
  name: string;
  email: string;
  role: string;
  /** When they last used any project, in seconds since 1970. */
  seen_at: number | null;
  suspended: boolean;
  attributes: Record<string, AttributeValue>;
}

export interface Invitation {
  id: string;
  email: string;
  role: string;
  invited_by: string;
  expires_at: number;
  expired: boolean;
}

export interface People {
  members: Member[];
  invitations: Invitation[];
  /** Every role there is to give. */
  roles: string[];
}

const path = (id: string) => `members/${encodeURIComponent(id)}/`;

export const peopleKey = (project: string) => ["people", project] as const;

export const peopleQuery = (project: string) =>
  queryOptions({
    queryKey: peopleKey(project),
    queryFn: ({ signal }) => projectRequest<People>(project, "members/", { signal }),
  });

export function changeMember(
  project: string,
  id: string,
  change: { role?: string; suspended?: boolean; attributes?: Member["attributes"] },
): Promise<Member> {
  return projectRequest(project, path(id), { method: "PATCH", body: change });
}

export function removeMember(project: string, id: string): Promise<void> {
  return projectRequest(project, path(id), { method: "DELETE" });
}

export function signOutMember(project: string, id: string): Promise<void> {
  return projectRequest(project, `${path(id)}sessions/`, { method: "DELETE" });
}

/** Takes a recent proof of who asks. */
export function resetSecondFactor(project: string, id: string): Promise<void> {
  return projectRequest(project, `${path(id)}second_factor/`, { method: "DELETE" });
}
