/** Opens and closes the command palette, also before it is loaded. */
import { createSpotlight } from "@mantine/spotlight";

export const [paletteStore, actions] = createSpotlight();

export const palette = {
  open: actions.open,
  toggle: actions.toggle,
  /** Calls back when somebody opens it; gives the way to stop that. */
  onOpen: (told: () => void): (() => void) =>
    paletteStore.subscribe((state) => {
      if (state.opened) told();
    }),
};

/** What was typed since the palette was opened and before its input has the focus; null: the input has it, or nobody waits. */
let ahead: string | null = null;

/** A key that would else go where the focus still is: into a cell of the list, say. */
function remember(event: KeyboardEvent): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape") actions.close();
  else if (event.key === "Backspace") ahead = ahead?.slice(0, -1) ?? null;
  else if (event.key.length === 1) ahead += event.key;
  else return;
  event.preventDefault();
  event.stopPropagation();
}

function waitForInput(): void {
  ahead = "";
  addEventListener("keydown", remember, true);
  // Whoever points elsewhere does not wait for an input that may never come.
  addEventListener("pointerdown", takeTyped, { capture: true, once: true });
}

/** What the palette's input begins with, once it has the focus: from then on it hears by itself. */
export function takeTyped(): string {
  const typed = ahead ?? "";
  ahead = null;
  removeEventListener("keydown", remember, true);
  removeEventListener("pointerdown", takeTyped, true);
  return typed;
}

let opened = false;
paletteStore.subscribe((state) => {
  if (state.opened === opened) return;
  opened = state.opened;
  if (opened) waitForInput();
  else takeTyped();
});

/** Marks the first entry where none is marked: what the server found arrives after the list was drawn. */
export function markFirst(): void {
  const list = document.getElementById(paletteStore.getState().listId);
  const first = list?.querySelector("[data-action]");
  if (!first || list?.querySelector("[data-selected]")) return;
  first.setAttribute("data-selected", "true");
  paletteStore.updateState((state) => ({ ...state, selected: 0 }));
}
