import { useHotkeys } from "@mantine/hooks";
import { lazy, Suspense, useEffect, useState } from "react";
import { leaveQuestion } from "../record/leaveQuestion";
import type { OverlaysProps } from "./Overlays";
import { palette } from "./palette";

const Overlays = lazy(async () => ({ default: (await import("./Overlays")).Overlays }));

/** The page comes first; this much later the rest is fetched, unless it is asked for sooner. */
const LATER_MS = 2000;

export function LazyOverlays(props: OverlaysProps) {
  const [wanted, setWanted] = useState(false);
  // What is asked for before it is here is found open when it arrives.
  useHotkeys([["mod+K", palette.toggle]], []);
  useEffect(() => {
    const timer = setTimeout(() => setWanted(true), LATER_MS);
    const stops = [palette.onOpen(() => setWanted(true)), leaveQuestion.subscribe(() => setWanted(true))];
    return () => {
      clearTimeout(timer);
      for (const stop of stops) stop();
    };
  }, []);
  if (!wanted && !props.help) return null;
  return (
    <Suspense fallback={null}>
      <Overlays {...props} />
    </Suspense>
  );
}
