/** The roles that every environment begins with; the first of them may do everything, and stays so. */
export const BUILT_IN = ["owner", "admin", "editor", "viewer"];

export const OWNER = "owner";
