import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { Pencil, RotateCw, Unplug } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { kindsQuery } from "../../../api/sourceChanges";
import type { Source } from "../../../api/sources";
import type { Place } from "../../../shell/places";
import { useCatalogue } from "../../../shell/useCatalogue";
import { Pill } from "../../../ui/Pill";
import { SourceDot } from "../../../ui/SourceDot";
import { LineMenu } from "../parts/LineMenu";
import list from "../parts/list.module.css";
import { RemoveSourceDialog } from "./RemoveSourceDialog";
import styles from "./sources.module.css";

/** What the bridge was started with; its operator changes it. */
export function FirstSourceLine({ place, advice }: { place: Place; advice?: string[] }) {
  const { t } = useTranslation();
  return (
    <li className={list.line}>
      <div className={list.who}>
        <div className={list.name}>{place.bridge.name}</div>
        <div className={list.caption}>{[useKindLabel(place, place.bridge.engine), t("sources.first")].join(" · ")}</div>
        <Advice links={advice} />
      </div>
      <div className={list.aside}>{useTableCount(place, "")}</div>
      <div className={list.control} />
    </li>
  );
}

export function SourceLine({ place, source }: { place: Place; source: Source }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { retrySources } = useCatalogue(place);
  const [removing, setRemoving] = useState(false);
  const { name, title, state, reason } = source;
  const label = useKindLabel(place, source.kind);
  const away = state !== "ok";
  const edit = { to: "/settings/{-$page}/{-$item}", params: { page: "sources", item: name } } as const;
  return (
    <li className={list.line}>
      <div className={list.who}>
        <div className={list.name}>
          <SourceDot colour={source.colour} />
          <Link {...edit} className={list.link}>
            {title}
          </Link>
        </div>
        <div className={list.caption}>{[label, name].join(" · ")}</div>
        {away && reason && <div className={list.caption}>{reason}</div>}
        {source.notes?.map((note) => (
          <div key={note} className={list.caption}>
            {note}
          </div>
        ))}
        <Advice links={source.advice} />
      </div>
      <div className={list.aside}>{useTableCount(place, name)}</div>
      <div className={list.control}>
        {away ? (
          <Button variant="default" size="xs" leftSection={<RotateCw size={14} aria-hidden />} onClick={retrySources}>
            {t("action.retry")}
          </Button>
        ) : (
          <Pill value="ok" label={t("sources.ok")} />
        )}
      </div>
      <LineMenu
        label={t("sources.menu", { title })}
        actions={[
          { label: t("sources.edit"), icon: Pencil, run: () => void navigate(edit) },
          { label: t("sources.remove"), icon: Unplug, danger: true, run: () => setRemoving(true) },
        ]}
      />
      {removing && <RemoveSourceDialog place={place} source={source} onClose={() => setRemoving(false)} />}
    </li>
  );
}

/** What the app itself says would spare it work. */
function Advice({ links = [] }: { links?: string[] }) {
  const { t } = useTranslation();
  if (links.length === 0) return null;
  return (
    <div className={list.caption}>
      {t("sources.indexes", { count: links.length })}{" "}
      {links.map((link, at) => (
        <a key={link} href={link} target="_blank" rel="noreferrer" className={styles.advice}>
          {t("sources.makeIndex", { number: at + 1 })}
        </a>
      ))}
    </div>
  );
}

/** How many tables of a source this person sees, or that it is away. */
function useTableCount(place: Place, name: string): string {
  const { t } = useTranslation();
  const { tables, sources, growing } = useCatalogue(place);
  if (sources.find((one) => one.name === name)?.error) return t("sources.away");
  const count = [...(tables?.values() ?? [])].filter((table) => table.source === name).length;
  return tables && !(growing && count === 0) ? t("sources.tableCount", { count }) : "";
}

function useKindLabel(place: Place, kind: string): string {
  const kinds = useQuery(kindsQuery(place.project.id, place.bridge));
  return kinds.data?.find((one) => one.kind === kind)?.label ?? kind;
}
