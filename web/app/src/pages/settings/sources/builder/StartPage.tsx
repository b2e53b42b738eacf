import { Button, UnstyledButton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { FileCode2, FileJson2, type LucideIcon, PencilRuler, Waypoints } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Description } from "../../../../api/descriptions";
import { kindsQuery, type Options, type SourceKind } from "../../../../api/sourceChanges";
import type { Place } from "../../../../shell/places";
import { SettingsFrame } from "../../parts/SettingsFrame";
import type { BuilderTab } from "./BuilderForm";
import styles from "./builder.module.css";
import { EMPTY } from "./description";
import { GraphqlStep } from "./GraphqlStep";
import { ImportStep } from "./ImportStep";

export interface StartPageProps {
  place: Place;
  kind: SourceKind;
  onStart: (tab: BuilderTab, description?: Description, options?: Options) => void;
}

/** The kind that asks a GraphQL API for its tables. */
const GRAPHQL = "graphql";

/** The ways to a description: by hand, from what the app says of itself, from a text that somebody else wrote. */
export function StartPage({ place, kind, onStart }: StartPageProps) {
  const { t } = useTranslation();
  const [from, setFrom] = useState<"openapi" | "graphql" | null>(null);
  const kinds = useQuery(kindsQuery(place.project.id, place.bridge));
  const graphql = kinds.data?.find((one) => one.kind === GRAPHQL);
  const title = t("sources.addKind", { kind: kind.label });
  const at = { project: place.project.id, bridge: place.bridge };
  if (from) {
    return (
      <SettingsFrame
        page="sources"
        title={title}
        toolbar={
          <Button size="xs" variant="default" onClick={() => setFrom(null)}>
            {t("builder.back")}
          </Button>
        }
      >
        {from === "graphql" && graphql ? (
          <GraphqlStep at={at} kind={graphql} onChosen={(...chosen) => onStart("connection", ...chosen)} />
        ) : (
          <ImportStep at={at} into={EMPTY} onChosen={(description) => onStart("connection", description)} />
        )}
      </SettingsFrame>
    );
  }
  return (
    <SettingsFrame page="sources" title={title} text={t("builder.startText")}>
      <ul className={styles.starts} aria-label={t("builder.starts")}>
        <Start icon={PencilRuler} name="hand" onClick={() => onStart("connection")} />
        <Start icon={FileJson2} name="openapi" onClick={() => setFrom("openapi")} />
        {graphql && <Start icon={Waypoints} name="graphql" onClick={() => setFrom("graphql")} />}
        <Start icon={FileCode2} name="text" onClick={() => onStart("text")} />
      </ul>
    </SettingsFrame>
  );
}

function Start({ icon: Icon, name, onClick }: { icon: LucideIcon; name: string; onClick: () => void }) {
  const { t } = useTranslation();
  return (
    <li>
      <UnstyledButton className={styles.start} onClick={onClick}>
        <Icon size={20} strokeWidth={1.6} aria-hidden />
        <strong>{t(`builder.start.${name}`)}</strong>
        <span className={styles.startText}>{t(`builder.start.${name}Text`)}</span>
      </UnstyledButton>
    </li>
  );
}
