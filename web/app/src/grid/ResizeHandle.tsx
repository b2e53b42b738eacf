import { type PointerEvent, useRef } from "react";
import styles from "./GridHeader.module.css";

interface ResizeHandleProps {
  width: number;
  onResizing: (width: number | null) => void;
  onResized: (width: number) => void;
  onAutoSize: () => void;
}

/** The right edge of a head: drag to resize, double-click to fit. The keyboard does it with Alt and the arrows. */
export function ResizeHandle({ width, onResizing, onResized, onAutoSize }: ResizeHandleProps) {
  const start = useRef<{ x: number; width: number } | null>(null);
  const widthAt = (event: PointerEvent) =>
    start.current ? start.current.width + event.clientX - start.current.x : width;

  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    event.stopPropagation();
    event.preventDefault();
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    start.current = { x: event.clientX, width };
  };
  const onPointerMove = (event: PointerEvent) => {
    if (start.current) onResizing(widthAt(event));
  };
  const onPointerUp = (event: PointerEvent) => {
    if (start.current === null) return;
    const next = widthAt(event);
    const moved = Math.abs(event.clientX - start.current.x) > 1;
    start.current = null;
    onResizing(null);
    if (moved) onResized(next);
  };

  return (
    <span
      className={styles.resize}
      aria-hidden
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerUp}
      onPointerCancel={() => {
        start.current = null;
        onResizing(null);
      }}
      onClick={(event) => event.stopPropagation()}
      onDoubleClick={(event) => {
        event.stopPropagation();
        onAutoSize();
      }}
    />
  );
}
