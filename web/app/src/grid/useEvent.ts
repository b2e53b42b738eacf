import { useCallback, useLayoutEffect, useRef } from "react";

/** A handler that never changes and always runs its latest version: memoised rows keep it. Not for rendering. */
export function useEvent<Arguments extends unknown[], Result>(
  handler: (...args: Arguments) => Result,
): (...args: Arguments) => Result {
  const latest = useRef(handler);
  useLayoutEffect(() => {
    latest.current = handler;
  });
  return useCallback((...args: Arguments) => latest.current(...args), []);
}
