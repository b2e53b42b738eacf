/** What went wrong, as a problem of RFC 9457. */
import type { ImportResult } from "./imports.js";

export interface Problem {
  type: string;
  title: string;
  /** 0 where no answer came. */
  status: number;
  /** Stable; the reference of errors lists them. */
  code: string;
  /** What is wrong, and what to do next. */
  detail: string;
  instance?: string;
  /** What is wrong in which part of the body, by JSON pointer. */
  errors?: { pointer: string; code: string; detail: string }[];
  /** Of an import that was refused or stopped: what became of its lines. */
  result?: ImportResult;
}

/** Every failed request: a refusal of the server, or `unreachable` where no answer came. */
export class ApiError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem, cause?: unknown) {
    super(problem.detail || problem.title, { cause });
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

/** Something that went wrong without an answer, as its `code` says. */
export function unanswered(code: string, title: string, detail: string, cause?: unknown): ApiError {
  return new ApiError({ type: `urn:jetway:error:${code}`, title, status: 0, code, detail }, cause);
}

/** The problem in an answer that is not 2xx; servers in between may answer something else than problem+json. */
export async function problemOf(response: Response): Promise<ApiError> {
  const text = await response.text().catch(() => "");
  try {
    const body: unknown = JSON.parse(text);
    if (isProblem(body)) return new ApiError(body);
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

function isProblem(body: unknown): body is Problem {
  const { status, code, detail } = Object(body) as Partial<Problem>;
  return typeof status === "number" && typeof code === "string" && typeof detail === "string";
}
