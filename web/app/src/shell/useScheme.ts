import { type MantineColorScheme, useComputedColorScheme, useMantineColorScheme } from "@mantine/core";

/** The colour scheme as chosen, as seen, and a switch between light and dark. */
export function useScheme() {
  const { colorScheme, setColorScheme } = useMantineColorScheme({ keepTransitions: true });
  const seen = useComputedColorScheme("light", { getInitialValueInEffect: false });
  return {
    chosen: colorScheme,
    seen,
    choose: (scheme: MantineColorScheme) => setColorScheme(scheme),
    toggle: () => setColorScheme(seen === "dark" ? "light" : "dark"),
  };
}
