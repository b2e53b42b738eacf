import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Plus } from "lucide-react";
import { useTranslation } from "react-i18next";
import { listedSourcesQuery } from "../../../api/sources";
import type { Place } from "../../../shell/places";
import { Loaded } from "../parts/Loaded";
import list from "../parts/list.module.css";
import { SettingsFrame } from "../parts/SettingsFrame";
import { FirstSourceLine, SourceLine } from "./SourceLine";

/** Where a source is added, with its kind behind it: no source has such a name. */
export const NEW = "+";

/** The database that the bridge was started with, and everything that was added since. */
export function SourcesList({ place }: { place: Place }) {
  const { t } = useTranslation();
  const sources = useQuery(listedSourcesQuery(place.project.id, place.bridge));
  return (
    <SettingsFrame
      page="sources"
      text={t("sources.text", { bridge: place.bridge.name })}
      toolbar={
        <Button
          renderRoot={(props) => (
            <Link {...props} to="/settings/{-$page}/{-$item}" params={{ page: "sources", item: NEW }} />
          )}
          size="xs"
          leftSection={<Plus size={14} aria-hidden />}
        >
          {t("sources.add")}
        </Button>
      }
    >
      <Loaded query={sources} failed={t("sources.failed")}>
        {({ first, sources: found }) => (
          <ul className={list.list} aria-label={t("settings.pages.sources")}>
            <FirstSourceLine place={place} advice={first?.advice} />
            {found.map((source) => (
              <SourceLine key={source.name} place={place} source={source} />
            ))}
          </ul>
        )}
      </Loaded>
    </SettingsFrame>
  );
}
