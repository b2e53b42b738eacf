import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Database, Plus } from "lucide-react";
import { useTranslation } from "react-i18next";
import { bridgesQuery } from "../../../api/bridges";
import type { Project } from "../../../api/types";
import { EmptyState } from "../../../ui/EmptyState";
import { Loaded } from "../parts/Loaded";
import list from "../parts/list.module.css";
import { SettingsFrame } from "../parts/SettingsFrame";
import { useSettingsProject } from "../parts/useSettingsProject";
import { BridgeLine } from "./BridgeLine";

export function BridgesPage() {
  const { project } = useSettingsProject();
  return project && <BridgesOf project={project} />;
}

/** The bridges of the project, and the way to let another one in. */
function BridgesOf({ project }: { project: Project }) {
  const { t } = useTranslation();
  const bridges = useQuery(bridgesQuery(project.id));
  return (
    <SettingsFrame
      page="bridges"
      text={t("settings.bridges.text")}
      toolbar={
        <Button component={Link} to="/connect" size="xs" leftSection={<Plus size={14} aria-hidden />}>
          {t("nav.connect")}
        </Button>
      }
    >
      <Loaded query={bridges} failed={t("settings.bridges.failed")}>
        {(found) =>
          found.length === 0 ? (
            <EmptyState icon={Database} title={t("home.noBridge")} reason={t("home.noBridgeReason")} />
          ) : (
            <ul className={list.list} aria-label={t("settings.pages.bridges")}>
              {found.map((bridge) => (
                <BridgeLine key={bridge.id} project={project} bridge={bridge} />
              ))}
            </ul>
          )
        }
      </Loaded>
    </SettingsFrame>
  );
}
