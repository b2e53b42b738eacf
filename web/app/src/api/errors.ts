import type { Problem } from "./types";

/** Every failed request: a refusal of the server, or `unreachable` where no answer came. */
export class ApiError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail || problem.title);
    this.name = "ApiError";
    this.problem = problem;
  }

  get code(): string {
    return this.problem.code;
  }

  get status(): number {
    return this.problem.status;
  }
}

export function unreachable(where: string): ApiError {
  return new ApiError({
    type: "urn:jetway:error:unreachable",
    title: "No answer",
    status: 0,
    code: "unreachable",
    detail: where,
  });
}

/** The connection ended before the answer did; `code` says of what. */
export function brokenOff(code: "export_broken_off" | "import_broken_off", error: unknown): ApiError {
  const detail = error instanceof Error ? error.message : "";
  return new ApiError({ type: `urn:jetway:error:${code}`, title: "Broken off", status: 0, code, detail });
}

/** The problem in an answer that is not 2xx; servers in between may answer something else than problem+json. */
export async function problemOf(response: Response): Promise<ApiError> {
  const text = await response.text().catch(() => "");
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body === "object" && body !== null && "code" in body) return new ApiError(body as Problem);
  } catch {
    // Not JSON: fall through to the plain status.
  }
  return new ApiError({
    type: "about:blank",
    title: response.statusText || `HTTP ${response.status}`,
    status: response.status,
    code: `http_${response.status}`,
    detail: text.startsWith("<") ? "" : text.slice(0, 500),
  });
}
