import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { sessionKey } from "../../api/session";
import type { Session } from "../../api/types";
import { safeTarget } from "./safeTarget";

/** What follows a sign-in: to where the person wanted to go, else to the start. */
export function useEnter() {
  const queries = useQueryClient();
  const goBack = useGoBack();
  return (session: Session, to: string | undefined) => {
    queries.setQueryData(sessionKey, session);
    goBack(to);
  };
}

/** To where the person wanted to go, else to the start. */
export function useGoBack() {
  const router = useRouter();
  return (to: string | undefined) => {
    const target = safeTarget(to);
    if (target) router.history.push(target);
    else void router.navigate({ to: "/" });
  };
}
