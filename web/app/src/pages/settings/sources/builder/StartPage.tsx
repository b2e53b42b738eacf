import { Button, UnstyledButton } from "@mantine/core";
import { FileCode2, FileJson2, type LucideIcon, PencilRuler } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Description } from "../../../../api/descriptions";
import type { SourceKind } from "../../../../api/sourceChanges";
import type { Place } from "../../../../shell/places";
import { SettingsFrame } from "../../parts/SettingsFrame";
import type { BuilderTab } from "./BuilderForm";
import styles from "./builder.module.css";
import { EMPTY } from "./description";
import { ImportStep } from "./ImportStep";

export interface StartPageProps {
  place: Place;
  kind: SourceKind;
  onStart: (tab: BuilderTab, description?: Description) => void;
}

/** Three ways to a description: by hand, from an OpenAPI document, from a text that somebody else wrote. */
export function StartPage({ place, kind, onStart }: StartPageProps) {
  const { t } = useTranslation();
  const [importing, setImporting] = useState(false);
  const title = t("sources.addKind", { kind: kind.label });
  if (importing) {
    return (
      <SettingsFrame
        page="sources"
        title={title}
        toolbar={
          <Button size="xs" variant="default" onClick={() => setImporting(false)}>
            {t("builder.back")}
          </Button>
        }
      >
        <ImportStep
          at={{ project: place.project.id, bridge: place.bridge }}
          into={EMPTY}
          onChosen={(description) => onStart("connection", description)}
        />
      </SettingsFrame>
    );
  }
  return (
    <SettingsFrame page="sources" title={title} text={t("builder.startText")}>
      <ul className={styles.starts} aria-label={t("builder.starts")}>
        <Start icon={PencilRuler} name="hand" onClick={() => onStart("connection")} />
        <Start icon={FileJson2} name="openapi" onClick={() => setImporting(true)} />
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
