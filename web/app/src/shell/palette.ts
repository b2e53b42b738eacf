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
