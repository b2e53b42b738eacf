import { skipToken, useQuery } from "@tanstack/react-query";
import { peopleQuery } from "../../../api/members";
import type { Project } from "../../../api/types";
import { mayArrange } from "../../../shell/places";
import { givable } from "../people/ranks";

/** The roles that a token may act in: one's own; for owners and admins also those that they give. */
export function useTokenRoles(project: Project): string[] {
  const people = useQuery({
    ...peopleQuery(project.id),
    ...(mayArrange(project.role) ? {} : { queryFn: skipToken }),
  });
  return people.data ? givable(people.data.roles, project.role) : [project.role];
}
