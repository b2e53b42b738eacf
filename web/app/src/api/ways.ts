import { queryOptions } from "@tanstack/react-query";
import { sessionRequest } from "./client";

export interface Ways {
  /** Whether control can send mail. */
  mail: boolean;
  /** What the button of single sign-on says. */
  single_sign_on: string | null;
  passkeys: boolean;
}

export const waysQuery = queryOptions({
  queryKey: ["ways"],
  queryFn: ({ signal }) => sessionRequest<Ways>("/api/ways/", { signal }),
  staleTime: 5 * 60_000,
});
