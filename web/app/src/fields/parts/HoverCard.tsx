import { Popover } from "@mantine/core";
import { type ReactNode, Suspense, useRef, useState } from "react";
import styles from "./hoverCard.module.css";

const OPEN_MS = 300;
const CLOSE_MS = 120;

export interface Hover {
  shown: boolean;
  close: () => void;
  /** For what is hovered, and for the card itself: it stays while the pointer is on it. */
  on: { onPointerEnter: () => void; onPointerLeave: () => void };
}

/** Whether the pointer rests somewhere long enough to be told more. */
export function useHover(): Hover {
  const [shown, setShown] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const later = (next: boolean) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setShown(next), next ? OPEN_MS : CLOSE_MS);
  };
  const close = () => {
    clearTimeout(timer.current);
    setShown(false);
  };
  return { shown, close, on: { onPointerEnter: () => later(true), onPointerLeave: () => later(false) } };
}

/** More about a cell, below it; drawn only while it is shown, in an element with a position. */
export function HoverCard({ hover, children }: { hover: Hover; children: ReactNode }) {
  if (!hover.shown) return null;
  return (
    <Popover opened position="bottom-start" width={280} offset={6} withinPortal trapFocus={false} withRoles={false}>
      <Popover.Target>
        <span className={styles.anchor} />
      </Popover.Target>
      <Popover.Dropdown className={styles.card} {...hover.on}>
        <Suspense fallback={null}>{children}</Suspense>
      </Popover.Dropdown>
    </Popover>
  );
}
