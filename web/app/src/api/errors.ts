import { type ApiError, unanswered } from "@jetway/core";

/** The connection ended before the answer did; `code` says of what. */
export function brokenOff(code: "export_broken_off" | "import_broken_off", error: unknown): ApiError {
  return unanswered(code, "Broken off", error instanceof Error ? error.message : "", error);
}
