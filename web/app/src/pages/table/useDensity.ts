import { useLocalStorage } from "@mantine/hooks";
import type { Density } from "../../grid/rowWindow";

/** How high rows are, for every table of this browser. */
export function useDensity(): [Density, (density: Density) => void] {
  const [density, setDensity] = useLocalStorage<Density>({
    key: "jetway:density",
    defaultValue: "default",
    getInitialValueInEffect: false,
  });
  return [density, setDensity];
}
