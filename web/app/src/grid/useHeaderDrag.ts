import { type PointerEvent, useRef, useState } from "react";
import type { ColumnBox } from "./columnWindow";
import type { HeaderDragHandlers } from "./HeaderCell";
import type { GridModel } from "./useGridModel";

interface Preview {
  title: string;
  /** Left edges, in px of the header: of what is dragged, and of the line where it would land. */
  x: number;
  line: number;
}

interface Drag {
  at: number;
  startX: number;
  offset: number;
  moved: boolean;
  target: number;
}

const THRESHOLD = 6;

/** Drags a head among those of its part, pinned or not; `onMove` hears of it once, at the end. */
export function useHeaderDrag(model: GridModel, onMove: (name: string, before: string | null) => void) {
  const { layout, lead } = model;
  const drag = useRef<Drag | null>(null);
  const swallow = useRef(false);
  const [preview, setPreview] = useState<Preview | null>(null);

  const part = (at: number) =>
    at < layout.pinned
      ? { first: 0, end: layout.pinned, start: lead }
      : { first: layout.pinned, end: layout.columns.length, start: lead + layout.pinnedWidth };

  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    const current = drag.current;
    if (current === null) return;
    if (!current.moved && Math.abs(event.clientX - current.startX) < THRESHOLD) return;
    if (!current.moved) event.currentTarget.setPointerCapture(event.pointerId);
    current.moved = true;
    const head = event.currentTarget.closest<HTMLElement>("[data-head]");
    if (head === null) return;
    const { first, end, start } = part(current.at);
    const scrolled = current.at < layout.pinned ? (head.parentElement?.scrollLeft ?? 0) : 0;
    const x = event.clientX - head.getBoundingClientRect().left;
    current.target = first + dropIndex(layout.boxes.slice(first, end), x - scrolled - start);
    const before = layout.boxes[current.target];
    const last = layout.boxes[end - 1];
    const line = current.target < end && before ? before.left : last ? last.left + last.width : 0;
    setPreview({
      title: layout.columns[current.at]?.title ?? "",
      x: x - current.offset,
      line: line + start + scrolled,
    });
  };

  const stop = () => {
    drag.current = null;
    setPreview(null);
  };

  const onPointerUp = () => {
    const current = drag.current;
    stop();
    if (!current?.moved) return;
    swallow.current = true;
    const name = layout.columns[current.at]?.name;
    if (name === undefined || current.target === current.at || current.target === current.at + 1) return;
    const before = current.target < part(current.at).end ? layout.columns[current.target]?.name : undefined;
    onMove(name, before ?? null);
  };

  const handlersOf = (at: number): HeaderDragHandlers => ({
    onPointerDown: (event) => {
      swallow.current = false;
      if (event.button !== 0 || event.pointerType !== "mouse") return;
      const offset = event.clientX - event.currentTarget.getBoundingClientRect().left;
      drag.current = { at, startX: event.clientX, offset, moved: false, target: at };
    },
    onPointerMove,
    onPointerUp,
    onPointerCancel: stop,
    swallowsClick: () => swallow.current,
  });

  return { preview, handlersOf };
}

/** Before which of the boxes `x` falls; their number where it is past the middle of the last. */
export function dropIndex(boxes: readonly ColumnBox[], x: number): number {
  const index = boxes.findIndex((box) => x < box.left + box.width / 2);
  return index < 0 ? boxes.length : index;
}
