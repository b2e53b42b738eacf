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

/** Marks the first entry where none is marked: what the server found arrives after the list was drawn. */
export function markFirst(): void {
  const list = document.getElementById(paletteStore.getState().listId);
  if (!list || list.querySelector("[data-selected]")) return;
  list.querySelector("[data-action]")?.setAttribute("data-selected", "true");
  paletteStore.updateState((state) => ({ ...state, selected: 0 }));
}
