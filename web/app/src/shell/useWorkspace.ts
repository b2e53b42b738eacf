import { useLocalStorage } from "@mantine/hooks";
import { skipToken, useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useMemo } from "react";
import { useSession } from "../api/session";
import { settingsQuery } from "../api/settings";
import { type TableRef, tablesQuery } from "../api/tables";
import type { Person } from "../api/types";
import { type Place, placesOf } from "./places";

const NOBODY: Person = { id: "", email: "", name: "", projects: [] };

/** Who is here, and in which database: the one in the address, else the last one visited. */
export function useWorkspace() {
  const { bridge: named } = useParams({ strict: false });
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

/** Tables and settings of a place; both are needed before anything can be drawn. */
export function useCatalogue(place: Place | null) {
  const tables = useQuery(
    place ? tablesQuery(place.project.id, place.bridge) : { queryKey: ["tables", ""], queryFn: skipToken },
  );
  const settings = useQuery(
    place ? settingsQuery(place.project.id) : { queryKey: ["settings", ""], queryFn: skipToken },
  );
  const error = tables.error ?? settings.error;
  const retry = () => {
    if (tables.isError) void tables.refetch();
    if (settings.isError) void settings.refetch();
  };
  return { tables: tables.data, settings: settings.data?.settings, error, retry };
}

/** The table that the address names: null where it does not exist for this person, undefined while unknown. */
export function useCurrentTable() {
  const { table: model } = useParams({ strict: false });
  const { place } = useWorkspace();
  const { tables, settings, error, retry } = useCatalogue(place);
  const source = useMemo((): TableRef | null | undefined => {
    if (!place || !model) return null;
    if (!tables || !settings) return undefined;
    const table = tables.get(model);
    return table ? { project: place.project.id, bridge: place.bridge, table, tables, settings } : null;
  }, [place, model, tables, settings]);
  return { source, place, model, error: source ? null : error, retry };
}
