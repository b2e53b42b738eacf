import { useQueries } from "@tanstack/react-query";
import { Zap } from "lucide-react";
import { type Operation, operationsQuery } from "../api/operations";
import type { TableRef } from "../api/tables";
import { useCatalogue } from "./useCatalogue";
import type { Command } from "./usePaletteCommands";
import { useWorkspace } from "./useWorkspace";

export interface AskedAction {
  /** One of its source's tables: an action belongs to no table, and its dialog to a source. */
  source: TableRef;
  operation: Operation;
}

/** What sources do that belongs to no record. Each source is asked once `wanted`, and one without tables has none. */
export function useActionCommands(wanted: boolean, onAsk: (asked: AskedAction) => void): Command[] {
  const { place } = useWorkspace();
  const { tables, settings, sources } = useCatalogue(place);
  const named = [{ name: "", title: "", state: "ok" }, ...sources].filter(({ state }) => state === "ok");
  const found = useQueries({
    queries: place && wanted ? named.map(({ name }) => operationsQuery(place.project.id, place.bridge, name)) : [],
    combine: (asked) => asked.map(({ data = [] }) => data.filter((one) => one.table === null)),
  });
  if (!place || !tables || !settings) return [];
  return found.flatMap((operations, at): Command[] => {
    const { name, title } = named[at] ?? { name: "", title: "" };
    const table = [...tables.values()].find((one) => one.source === name);
    if (!table) return [];
    const source = { project: place.project.id, bridge: place.bridge, table, tables, settings };
    return operations.map((operation) => ({
      id: `run:${name}/${operation.operation}`,
      group: "actions",
      label: operation.title,
      note: title || undefined,
      icon: Zap,
      run: () => onAsk({ source, operation }),
    }));
  });
}
