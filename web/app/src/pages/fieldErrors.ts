import { ApiError } from "@jetway/core";

/** What the server says of single inputs, by their name, for the form to show beside them. */
export function fieldErrors(error: unknown): Record<string, string> {
  if (!(error instanceof ApiError)) return {};
  const found = error.problem.errors ?? [];
  return Object.fromEntries(found.map((one) => [one.pointer.replace(/^\//, ""), one.detail]));
}
