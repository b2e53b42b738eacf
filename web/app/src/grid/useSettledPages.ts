import { useEffect, useState } from "react";

const QUIET_MS = 90;

/** The pages to fetch: at once while scrolling on, after a moment of rest when the scroll bar jumps. */
export function useSettledPages(pages: number[]): number[] {
  const [settled, setSettled] = useState(pages);
  const same = pages.join() === settled.join();
  const overlap = pages.some((page) => settled.includes(page));
  if (!same && overlap) setSettled(pages);

  const name = pages.join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the list is new in each render, its name is not
  useEffect(() => {
    const timer = window.setTimeout(() => setSettled((before) => (before.join() === name ? before : pages)), QUIET_MS);
    return () => window.clearTimeout(timer);
  }, [name]);

  return settled;
}
