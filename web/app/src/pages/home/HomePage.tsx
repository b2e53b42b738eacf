import { Button } from "@mantine/core";
import { Link, Navigate } from "@tanstack/react-router";
import { Cable, TableProperties } from "lucide-react";
import { useTranslation } from "react-i18next";
import { startTable } from "../../lib/menuSections";
import { NotFound } from "../../shell/NotFound";
import { useCatalogue } from "../../shell/useCatalogue";
import { useWorkspace } from "../../shell/useWorkspace";
import { EmptyState } from "../../ui/EmptyState";
import { ErrorState } from "../../ui/ErrorState";
import { SkeletonRows } from "../../ui/SkeletonRows";

/** Leads to the table that says most about this database; says why where there is none. */
export function HomePage() {
  const { t } = useTranslation();
  const { place, places } = useWorkspace();
  const { tables, settings, sources, growing, error, retry, retrySources } = useCatalogue(place);
  if (places.length === 0) {
    return (
      <EmptyState
        icon={Cable}
        title={t("home.noBridge")}
        reason={t("home.noBridgeReason")}
        action={
          <Button component={Link} to="/connect" size="xs">
            {t("nav.connect")}
          </Button>
        }
      />
    );
  }
  if (!place) return <NotFound />;
  if (error) return <ErrorState title={t("error.tables")} error={error} onRetry={retry} />;
  if (!tables || !settings) return <SkeletonRows />;
  const start = startTable(tables, settings, sources);
  if (start === null && growing) return <SkeletonRows />;
  const away = sources.find((source) => source.error);
  if (start === null && away) {
    const title = t("error.source", { title: away.title });
    return <ErrorState title={title} error={away.error} onRetry={retrySources} />;
  }
  if (start === null) {
    return <EmptyState icon={TableProperties} title={t("home.noTables")} reason={t("home.noTablesReason")} />;
  }
  return <Navigate to="/$bridge/$table" params={{ bridge: place.bridge.id, table: start }} search={{}} replace />;
}
