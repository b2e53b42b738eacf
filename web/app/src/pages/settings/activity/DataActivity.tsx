import { Button, NativeSelect, TextInput } from "@mantine/core";
import { useInfiniteQuery, useMutation, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Download } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type DataEvent, type DataFilter, dataEventsQuery, exportDataEvents } from "../../../api/audit";
import { peopleQuery } from "../../../api/members";
import { modelOf, ownName } from "../../../api/paths";
import { humanise } from "../../../lib/humanise";
import { own } from "../../../lib/own";
import { saveFile } from "../../../lib/saveFile";
import type { Place } from "../../../shell/places";
import { useCatalogue } from "../../../shell/useCatalogue";
import { toastError } from "../../../ui/undoToast";
import styles from "./activity.module.css";
import { EventList } from "./EventList";
import { Values } from "./Values";

const CHANGES = ["create", "update", "delete", "order", "undone"];
const ACTIONS = [...CHANGES, "upload", "open", "export", "run", "structure", "denied"];
const OF_ROWS = new Set(["create", "update", "delete", "order"]);

/** What was done to rows through a bridge, and what was tried. */
export function DataActivity({ place }: { place: Place }) {
  const [filter, setFilter] = useState<DataFilter>({});
  const events = useInfiniteQuery(dataEventsQuery(place.project.id, place.bridge, filter));
  return (
    <>
      <Filters place={place} filter={filter} onChange={setFilter} />
      <ExportButton place={place} filter={filter} />
      <EventList
        query={events}
        filtered={Object.values(filter).some(Boolean)}
        what={(event) => <What place={place} source={filter.source ?? ""} event={event} />}
        more={(event) => <Values values={valuesOf(event)} />}
      />
    </>
  );
}

function ExportButton({ place, filter }: { place: Place; filter: DataFilter }) {
  const { t } = useTranslation();
  const download = useMutation({
    mutationFn: () => exportDataEvents(place.project.id, place.bridge, filter),
    onSuccess: (file) => saveFile("audit.csv", file),
    onError: (error) => toastError(t("settings.activity.notExported"), error),
  });
  return (
    <Button
      size="xs"
      variant="default"
      mb="md"
      leftSection={<Download size={14} aria-hidden />}
      loading={download.isPending}
      onClick={() => download.mutate()}
    >
      {t("settings.activity.export")}
    </Button>
  );
}

interface FiltersProps {
  place: Place;
  filter: DataFilter;
  onChange: (filter: DataFilter) => void;
}

function Filters({ place, filter, onChange }: FiltersProps) {
  const { t } = useTranslation();
  const { tables, sources } = useCatalogue(place);
  const people = useQuery(peopleQuery(place.project.id));
  const word = (name: string) => t(`settings.activity.filter.${name}`);
  const set = (part: DataFilter) => onChange({ ...filter, ...part });
  const { source = "" } = filter;
  const own = [...(tables?.values() ?? [])].filter((table) => table.source === source).map(ownName);
  return (
    <div className={styles.filters}>
      {sources.length > 0 && (
        <NativeSelect
          label={word("source")}
          value={source}
          onChange={(event) => set({ source: event.currentTarget.value, table: undefined })}
          data={[
            { value: "", label: place.bridge.name },
            ...sources.map(({ name, title }) => ({ value: name, label: title })),
          ]}
        />
      )}
      <NativeSelect
        label={word("table")}
        value={filter.table ?? ""}
        onChange={(event) => set({ table: event.currentTarget.value })}
        data={[{ value: "", label: word("anyTable") }, ...own.map((name) => ({ value: name, label: humanise(name) }))]}
      />
      <NativeSelect
        label={word("action")}
        value={filter.action ?? ""}
        onChange={(event) => set({ action: event.currentTarget.value })}
        data={[
          { value: "", label: word("anyAction") },
          ...ACTIONS.map((action) => ({ value: action, label: t(`settings.activity.actionName.${action}`) })),
        ]}
      />
      <NativeSelect
        label={word("person")}
        value={filter.person ?? ""}
        onChange={(event) => set({ person: event.currentTarget.value })}
        data={[
          { value: "", label: word("anybody") },
          ...(people.data?.members ?? []).map((one) => ({ value: one.id, label: one.name || one.email })),
        ]}
      />
      {(["from", "to"] as const).map((end) => (
        <TextInput
          key={end}
          type="date"
          label={word(end)}
          value={filter[end] ?? ""}
          onChange={(event) => set({ [end]: event.currentTarget.value })}
        />
      ))}
    </div>
  );
}

/** What was done, with the way to the row where it may still be there. */
function What({ place, source, event }: { place: Place; source: string; event: DataEvent }) {
  const { t } = useTranslation();
  const { action, table = "", key, rows } = event;
  const title = humanise(table);
  const said = { count: rows ?? 0, table: title, key };
  // One that is only tried has no name yet.
  const changed = event.source || event.sent?.address;
  if (changed && action === "structure") {
    return t(`settings.activity.sourceChange.${event.change}`, { source: changed, defaultValue: action });
  }
  const row = key ? t("settings.activity.rowOf", said) : rows === undefined ? title : t("settings.activity.rows", said);
  const operation = typeof event.operation === "string" ? humanise(event.operation) : "";
  const words = t(`settings.activity.dataAction.${operation && action === "run" ? "operation" : action}`, {
    row: row || t("settings.activity.ofSource"),
    table: title,
    operation,
    defaultValue: action,
  });
  if (!key || !(OF_ROWS.has(action) || operation) || action === "delete") return words;
  return (
    <Link to="/$bridge/$table/$key" params={{ bridge: place.bridge.id, table: modelOf(source, table), key }}>
      {words}
    </Link>
  );
}

const KNOWN = new Set(["id", "at", "actor", "way", "action", "table", "key", "rows", "from", "to"]);

function valuesOf({ from, to, ...event }: DataEvent) {
  const columns = [...new Set([...Object.keys(from ?? {}), ...Object.keys(to ?? {})])];
  const changes = columns.map((name) => ({
    name,
    sides: [...(from ? [own(from, name)] : []), ...(to ? [own(to, name)] : [])],
  }));
  const others = Object.entries(event).filter(([name]) => !KNOWN.has(name));
  return [
    ...changes,
    ...others.map(([name, value]) => ({ name, sides: [value as Exclude<typeof value, DataEvent["actor"]>] })),
  ];
}
