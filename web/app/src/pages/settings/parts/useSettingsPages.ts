import { skipToken, useQuery } from "@tanstack/react-query";
import { sourcesChangeableQuery, sourcesKey } from "../../../api/sources";
import { useWorkspace } from "../../../shell/useWorkspace";
import { SETTINGS_PAGES, type SettingsEntry } from "./settingsPages";
import { useSettingsProject } from "./useSettingsProject";

/** The pages that this person has; `asking` as long as the bridge has not said whether sources are among them. */
export function useSettingsPages(): { pages: SettingsEntry[]; asking: boolean } {
  const { place } = useWorkspace();
  const { manages } = useSettingsProject();
  const changeable = useQuery(
    place && !manages
      ? sourcesChangeableQuery(place.project.id, place.bridge)
      : { queryKey: sourcesKey(""), queryFn: skipToken, select: () => false },
  );
  const has = ({ of }: SettingsEntry) =>
    manages || of === "everybody" || (of === "sources" && changeable.data === true);
  return { pages: SETTINGS_PAGES.filter(has), asking: changeable.isLoading };
}
