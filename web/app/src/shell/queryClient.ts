import { QueryClient } from "@tanstack/react-query";
import { ApiError } from "../api/client";

/** A refusal stays one; only what may pass by itself is tried again, once. */
function worthRetrying(failures: number, error: Error): boolean {
  const passing = !(error instanceof ApiError) || error.status === 0 || error.status >= 502;
  return passing && failures < 1;
}

export const queryClient = new QueryClient({
  defaultOptions: { queries: { retry: worthRetrying, staleTime: 10_000, refetchOnWindowFocus: false } },
});
