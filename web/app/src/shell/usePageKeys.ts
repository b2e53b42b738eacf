import { type HotkeyItem, useHotkeys } from "@mantine/hooks";

/** In a grid or a dialog a letter means something else: it starts an edit, or belongs to what is open. */
const ELSEWHERE = "[role='grid'], [role='dialog'], [role='menu'], [role='listbox'], [contenteditable]";

/** Single keys of a page. They hold only where no letter is typed. */
export function usePageKeys(keys: Record<string, () => void>): void {
  const items = Object.entries(keys).map(([key, run]): HotkeyItem => {
    const handle = (event: KeyboardEvent) => {
      const target = event.target instanceof Element ? event.target : null;
      if (event.defaultPrevented || target?.closest(ELSEWHERE)) return;
      event.preventDefault();
      run();
    };
    return [key, handle, { preventDefault: false }];
  });
  useHotkeys(items);
}
