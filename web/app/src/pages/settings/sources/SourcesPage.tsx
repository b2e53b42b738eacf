import "../../../i18n/sources";
import { useQuery } from "@tanstack/react-query";
import { Cable } from "lucide-react";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import type { SourceKind, StoredDefinition } from "../../../api/sourceChanges";
import { definitionQuery, kindsQuery } from "../../../api/sourceChanges";
import type { Place } from "../../../shell/places";
import { useWorkspace } from "../../../shell/useWorkspace";
import { EmptyState } from "../../../ui/EmptyState";
import { SkeletonRows } from "../../../ui/SkeletonRows";
import { Loaded } from "../parts/Loaded";
import { SettingsFrame } from "../parts/SettingsFrame";
import { KindPicker } from "./KindPicker";
import { SourceForm } from "./SourceForm";
import { NEW, SourcesList } from "./SourcesList";

const BuilderPage = lazy(async () => ({ default: (await import("./builder/BuilderPage")).BuilderPage }));

/** All sources of the bridge, or the one that the address names. */
export function SourcesPage({ item }: { item?: string }) {
  const { t } = useTranslation();
  const { place } = useWorkspace();
  if (!place) {
    return (
      <SettingsFrame page="sources">
        <EmptyState icon={Cable} title={t("home.noBridge")} reason={t("home.noBridgeReason")} />
      </SettingsFrame>
    );
  }
  if (item?.startsWith(NEW)) return <NewSource place={place} chosen={item.slice(NEW.length)} />;
  return item ? <SourceOf place={place} name={item} /> : <SourcesList place={place} />;
}

/** The kind whose tables people describe themselves. */
const DESCRIBED = "rest";

/** An app that people describe has a page of its own; of all others the form says everything. */
function KindForm(props: { place: Place; kind: SourceKind; stored?: StoredDefinition }) {
  if (props.kind.kind !== DESCRIBED) return <SourceForm {...props} />;
  return (
    <Suspense
      fallback={
        <SettingsFrame page="sources" title={props.stored?.definition.title ?? props.kind.label}>
          <SkeletonRows />
        </SettingsFrame>
      }
    >
      <BuilderPage {...props} />
    </Suspense>
  );
}

/** First what it is, then all else. `chosen`: which kind; "" before one is. */
function NewSource({ place, chosen }: { place: Place; chosen: string }) {
  const { t } = useTranslation();
  const kinds = useQuery(kindsQuery(place.project.id, place.bridge));
  const kind = kinds.data?.find((one) => one.kind === chosen);
  if (kind) return <KindForm place={place} kind={kind} />;
  return (
    <SettingsFrame page="sources" title={t("sources.add")} text={t("sources.choose")}>
      <Loaded query={kinds} failed={t("sources.kindsFailed")}>
        {(found) => <KindPicker kinds={found} />}
      </Loaded>
    </SettingsFrame>
  );
}

/** Read once: what others save meanwhile does not touch the draft. */
function SourceOf({ place, name }: { place: Place; name: string }) {
  const { t } = useTranslation();
  const kinds = useQuery(kindsQuery(place.project.id, place.bridge));
  const stored = useQuery({
    ...definitionQuery(place.project.id, place.bridge, name),
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const kind = kinds.data?.find((one) => one.kind === stored.data?.definition.kind);
  if (stored.data && kind) return <KindForm place={place} kind={kind} stored={stored.data} />;
  return (
    <SettingsFrame page="sources" title={t("sources.edit")}>
      <Loaded query={stored} failed={t("sources.failed")}>
        {({ definition }) => (
          <Loaded query={kinds} failed={t("sources.kindsFailed")}>
            {() => <EmptyState icon={Cable} title={t("sources.noKind", { kind: definition.kind })} />}
          </Loaded>
        )}
      </Loaded>
    </SettingsFrame>
  );
}
