import { type FocusEvent, type KeyboardEvent, useRef } from "react";
import type { InlineProps, Parsed } from "../field";

interface InlineHandlers {
  onKeyDown: (event: KeyboardEvent) => void;
  onBlur: (event: FocusEvent) => void;
}

/**
 * Keys of an input inside a grid cell: Enter, Tab and leaving commit, Esc puts back. Once over, nothing is sent again,
 * whatever the browser says about focus while the input goes away. Tab goes on to the grid, which moves.
 */
export function useInline(
  inline: InlineProps | undefined,
  read: () => Parsed,
  settings: { multiline?: boolean; keepsFocus?: (element: Element | null) => boolean } = {},
): InlineHandlers {
  const over = useRef(false);

  const finish = (leaving: boolean): boolean => {
    if (!inline || over.current) return true;
    const parsed = read();
    if ("problem" in parsed && !leaving) return false;
    over.current = true;
    if ("problem" in parsed) inline.onCancel();
    else inline.onCommit(parsed.value);
    return true;
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (!inline || event.nativeEvent.isComposing) return;
    if (event.key === "Escape") {
      event.stopPropagation();
      event.preventDefault();
      over.current = true;
      inline.onCancel();
      return;
    }
    if (event.key === "Tab") {
      if (!finish(false)) event.preventDefault();
      return;
    }
    // Arrows, Home, Space and letters belong to the text, not to the grid around it.
    event.stopPropagation();
    const breaks = settings.multiline && (event.shiftKey || event.altKey);
    if (event.key === "Enter" && !breaks) {
      event.preventDefault();
      finish(false);
    }
  };

  const onBlur = (event: FocusEvent) => {
    if (!settings.keepsFocus?.(event.relatedTarget)) finish(true);
  };

  return { onKeyDown, onBlur };
}
