import "../../../../i18n/builder";
import { ApiError } from "@jetway/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Description, readDescription } from "../../../../api/descriptions";
import type { Options, SourceKind, StoredDefinition } from "../../../../api/sourceChanges";
import { sourcesKey, sourcesQuery } from "../../../../api/sources";
import type { Place } from "../../../../shell/places";
import { Loaded } from "../../parts/Loaded";
import { SettingsFrame } from "../../parts/SettingsFrame";
import { BuilderForm, type BuilderTab } from "./BuilderForm";
import { EMPTY, opened } from "./description";
import { StartPage } from "./StartPage";

export interface BuilderPageProps {
  place: Place;
  kind: SourceKind;
  /** As it was when the page was opened; left out for a new one. */
  stored?: StoredDefinition;
}

/** An app with an HTTP API, described by whoever connects it. */
export function BuilderPage({ stored, ...props }: BuilderPageProps) {
  return stored ? <StoredApp {...props} stored={stored} /> : <NewApp {...props} />;
}

/** How to begin, then the rest. */
function NewApp({ place, kind }: BuilderPageProps) {
  const [start, setStart] = useState<{ description: Description; options?: Options; tab: BuilderTab } | null>(null);
  if (!start) {
    const begin = (tab: BuilderTab, description = EMPTY, options?: Options) => setStart({ tab, description, options });
    return <StartPage place={place} kind={kind} onStart={begin} />;
  }
  return (
    <BuilderForm place={place} kind={kind} start={start.description} options={start.options} firstTab={start.tab} />
  );
}

/** The bridge reads what is kept, so that there is one opinion of what it says. */
function StoredApp({ place, kind, stored }: BuilderPageProps & { stored: StoredDefinition }) {
  const { t } = useTranslation();
  const { name, title, options } = stored.definition;
  const listed = useQuery(sourcesQuery(place.project.id, place.bridge));
  const text = typeof options.description === "string" ? options.description : "";
  const said = useQuery({
    queryKey: [...sourcesKey(place.bridge.id), "definition", name, "read", text],
    queryFn: () => readDescription({ project: place.project.id, bridge: place.bridge }, text),
    gcTime: 0,
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (said.data) {
    const start = opened(said.data.description);
    // Of a source that is away, the connection is what people come for.
    const isAway = listed.data?.some((one) => one.name === name && one.state !== "ok");
    const firstTab = isAway ? "connection" : "tables";
    return <BuilderForm place={place} kind={kind} stored={stored} start={start} firstTab={firstTab} />;
  }
  if (said.error instanceof ApiError && said.error.code === "invalid_input") {
    return <BuilderForm place={place} kind={kind} stored={stored} start={EMPTY} firstTab="text" />;
  }
  return (
    <SettingsFrame page="sources" title={title}>
      <Loaded query={said} failed={t("builder.readFailed")}>
        {() => null}
      </Loaded>
    </SettingsFrame>
  );
}
