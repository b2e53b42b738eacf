import "../../i18n/settings";
import { useTranslation } from "react-i18next";
import { useCatalogue } from "../../shell/useCatalogue";
import { useWorkspace } from "../../shell/useWorkspace";
import { ErrorState } from "../../ui/ErrorState";
import { SkeletonRows } from "../../ui/SkeletonRows";
import { MenuEditor } from "./MenuEditor";

/** Sections, order and names of the menu, for everybody in the project. */
export function MenuPage() {
  const { t } = useTranslation();
  const { place } = useWorkspace();
  const { tables, settings, sources, growing, error, retry } = useCatalogue(place);
  if (error) return <ErrorState title={t("error.tables")} error={error} onRetry={retry} />;
  if (!place || !tables || !settings || growing) return <SkeletonRows />;
  return <MenuEditor project={place.project.id} tables={tables} sources={sources} settings={settings} />;
}
