import { Button } from "@mantine/core";
import { Link, useRouter } from "@tanstack/react-router";
import { Cable, TableProperties } from "lucide-react";
import { useEffect } from "react";
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
  return <LeadOn bridge={place.bridge.id} table={start} />;
}

/** Below `/` and `/<bridge>` there is nothing but this page. */
const HOME = /^\/[^/]*\/?$/;

/** Leads on once, and only from here: whoever opened another address meanwhile stays there. */
function LeadOn({ bridge, table }: { bridge: string; table: string }) {
  const router = useRouter();
  useEffect(() => {
    if (!HOME.test(router.history.location.pathname)) return;
    void router.navigate({ to: "/$bridge/$table", params: { bridge, table }, search: {}, replace: true });
  }, [router, bridge, table]);
  return null;
}
