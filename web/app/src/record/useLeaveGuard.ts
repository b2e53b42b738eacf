import { useMemo, useRef } from "react";
import { leaveQuestion } from "./leaveQuestion";

export interface LeaveGuard {
  /** Does it at once, or after asking where changes would be lost. */
  leave: (action: () => void) => void;
  setDirty: (dirty: boolean) => void;
  /** Leaving waits until this is done; nobody is asked about what it saved. */
  saving: (work: Promise<void>) => Promise<void>;
  /** What follows is meant: nobody is asked until the next change. */
  release: () => void;
  /** Whether going away loses nothing, or may: for the router. */
  mayLeave: () => Promise<boolean>;
  isDirty: () => boolean;
}

/**
 * Asks before unsaved changes are lost. A ref, not state: the answer is wanted when something happens, not drawn.
 * `begun`: whether what the form opens with is already somebody's work.
 */
export function useLeaveGuard(begun = false): LeaveGuard {
  const dirty = useRef(begun);
  const running = useRef<Promise<void>>(Promise.resolve());

  return useMemo(() => {
    const mayLeave = async () => {
      await running.current;
      if (!dirty.current) return true;
      const agreed = await leaveQuestion.ask();
      if (agreed) dirty.current = false;
      return agreed;
    };
    const setDirty = (next: boolean) => {
      dirty.current = next;
    };
    const saving = (work: Promise<void>) => {
      running.current = work.then(
        () => setDirty(false),
        () => undefined,
      );
      return work;
    };
    return {
      leave: (action: () => void) => {
        // Without changes at once: focus and animations must not wait for a promise.
        if (dirty.current) void mayLeave().then((agreed) => agreed && action());
        else action();
      },
      setDirty,
      saving,
      release: () => setDirty(false),
      mayLeave,
      isDirty: () => dirty.current,
    };
  }, []);
}
