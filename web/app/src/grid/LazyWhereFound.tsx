import { lazy, Suspense } from "react";
import type { WhereFoundProps } from "./WhereFound";

const WhereFound = lazy(async () => ({ default: (await import("./WhereFound")).WhereFound }));

/** Loaded with the first list of an app that says so. */
export function LazyWhereFound(props: WhereFoundProps) {
  return (
    <Suspense fallback={null}>
      <WhereFound {...props} />
    </Suspense>
  );
}
