import { useQuery } from "@tanstack/react-query";
import { peopleQuery } from "../../../api/members";

/** What everybody has by themselves. */
export const OWN = ["id", "email", "name", "role"];

/** Names to compare with: everybody's own, those that members were given, and those `used` already. */
export function useAttributes(project: string, used: string[]): string[] {
  const people = useQuery(peopleQuery(project));
  const given = people.data?.members.flatMap((member) => Object.keys(member.attributes)) ?? [];
  return [...OWN, ...[...new Set([...given, ...used])].filter((name) => !OWN.includes(name)).sort()];
}
