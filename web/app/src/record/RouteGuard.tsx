import { useBlocker, useRouter } from "@tanstack/react-router";
import type { LeaveGuard } from "./useLeaveGuard";

/** Holds back and asks when the address changes or the page is closed with unsaved changes. */
export function RouteGuard({ guard }: { guard: LeaveGuard }) {
  const router: unknown = useRouter({ warn: false });
  return router ? <Blocker guard={guard} /> : null;
}

function Blocker({ guard }: { guard: LeaveGuard }) {
  useBlocker({ shouldBlockFn: async () => !(await guard.mayLeave()), enableBeforeUnload: guard.isDirty });
  return null;
}
