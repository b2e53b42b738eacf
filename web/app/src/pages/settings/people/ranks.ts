/** Whether one in the role `acting` may change somebody in the role `target`: only owners act on owners. */
export function mayActOn(acting: string, target: string): boolean {
  return acting === "owner" || target !== "owner";
}

/** The roles that one in the role `acting` may give. */
export function givable(roles: string[], acting: string): string[] {
  return roles.filter((role) => mayActOn(acting, role));
}
