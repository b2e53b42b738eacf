import { SegmentedControl } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useWorkspace } from "../../../shell/useWorkspace";
import { SettingsFrame } from "../parts/SettingsFrame";
import { useSettingsProject } from "../parts/useSettingsProject";
import { ControlActivity } from "./ControlActivity";
import { DataActivity } from "./DataActivity";

/** Who did what: to rows, and, as `item` "control", to people and settings. */
export function ActivityPage({ item }: { item?: string }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { project } = useSettingsProject();
  const { place } = useWorkspace();
  if (!project) return null;
  const shown = item === "control" || !place ? "control" : "data";
  const goTo = (part: string) =>
    void navigate({
      to: "/settings/{-$page}/{-$item}",
      params: { page: "activity", item: part === "control" ? "control" : undefined },
    });
  return (
    <SettingsFrame page="activity" text={t("settings.activity.text")}>
      {place && (
        <SegmentedControl
          size="xs"
          mb="md"
          aria-label={t("settings.pages.activity")}
          value={shown}
          onChange={goTo}
          data={["data", "control"].map((part) => ({ value: part, label: t(`settings.activity.${part}`) }))}
        />
      )}
      {shown === "data" && place ? <DataActivity place={place} /> : <ControlActivity project={project.id} />}
    </SettingsFrame>
  );
}
