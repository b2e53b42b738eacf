import { ApiError } from "@jetway/core";
import { QueryCache, QueryClient } from "@tanstack/react-query";
import { sessionKey } from "../api/session";

/** A refusal stays one; only what may pass by itself is tried again, once. The bridge asks apps again by itself. */
function worthRetrying(failures: number, error: Error): boolean {
  const passing =
    !(error instanceof ApiError) || error.status === 0 || (error.status >= 502 && !/^(app|upstream)_/.test(error.code));
  return passing && failures < 1;
}

export const queryClient: QueryClient = new QueryClient({
  queryCache: new QueryCache({
    onError: (error) => {
      // The session ended elsewhere: the layout sees it and leads to sign-in.
      if (error instanceof ApiError && error.code === "session_missing") {
        queryClient.setQueryData(sessionKey, { state: "signed_out" });
      }
    },
  }),
  defaultOptions: { queries: { retry: worthRetrying, staleTime: 10_000, refetchOnWindowFocus: false } },
});
