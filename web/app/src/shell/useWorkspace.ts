import { useLocalStorage } from "@mantine/hooks";
import { useMemo } from "react";
import { modelOf } from "../api/paths";
import { useSession } from "../api/session";
import type { TableRef } from "../api/tables";
import type { Person } from "../api/types";
import { useAddress } from "./address";
import { placesOf } from "./places";
import { useCatalogue } from "./useCatalogue";

const NOBODY: Person = { id: "", email: "", name: "", projects: [] };

/** Who is here, and in which database: the one in the address, else the last one visited. */
export function useWorkspace() {
  const { bridge: named } = useAddress();
  const session = useSession();
  const [last, setLast] = useLocalStorage<string>({
    key: "jetway:bridge",
    defaultValue: "",
    getInitialValueInEffect: false,
  });
  const person = session.data?.state === "signed_in" ? session.data.person : NOBODY;
  const places = useMemo(() => placesOf(person), [person]);
  const place = named
    ? places.find((one) => one.bridge.id === named)
    : (places.find((one) => one.bridge.id === last) ?? places[0]);
  return { person, places, place: place ?? null, setLast };
}

/** The table that the address names: null where it does not exist for this person, undefined while unknown. */
export function useCurrentTable() {
  const { table: model } = useAddress();
  const { place } = useWorkspace();
  const catalogue = useCatalogue(place);
  const { tables, settings, sources, growing } = catalogue;
  const source = useMemo((): TableRef | null | undefined => {
    if (!place || !model) return null;
    if (!tables || !settings) return undefined;
    const table = tables.get(model);
    if (!table) return growing ? undefined : null;
    return { project: place.project.id, bridge: place.bridge, table, tables, settings };
  }, [place, model, tables, settings, growing]);
  const ofSource = sources.find((one) => model?.startsWith(modelOf(one.name, "")));
  const away = source === null ? (ofSource?.error ?? catalogue.sourcesError) : null;
  if (away) return { source, place, model, away: ofSource, error: away, retry: catalogue.retrySources };
  return { source, place, model, away: undefined, error: source ? null : catalogue.error, retry: catalogue.retry };
}
