import { Button } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { EyeOff } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { sourcesKey } from "../api/sources";
import type { TableRef } from "../api/tables";
import { useCurrentTable } from "../shell/useWorkspace";
import { EmptyState } from "../ui/EmptyState";
import { ErrorState } from "../ui/ErrorState";
import { SkeletonRows } from "../ui/SkeletonRows";

/** The table of the address once it is known; until then, and where it is not there, the state that says so. */
export function WithTable({ children }: { children: (source: TableRef) => ReactNode }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const { source, place, model, away, error, retry } = useCurrentTable();
  const failed = away ? t("error.source", { title: away.title }) : t("error.tables");
  if (error) return <ErrorState title={failed} error={error} onRetry={retry} />;
  if (source === undefined) return <SkeletonRows />;
  if (source === null) {
    const lookAgain = () => {
      // A link may lead to what was made since the page was opened.
      void queries.invalidateQueries({ queryKey: sourcesKey(place?.bridge.id ?? "") });
      void queries.invalidateQueries({ queryKey: ["tables", place?.bridge.id] });
    };
    return (
      <EmptyState
        icon={EyeOff}
        title={t("table.unknown", { model })}
        reason={t("table.unknownReason")}
        action={
          <Button variant="default" size="xs" onClick={lookAgain}>
            {t("table.lookAgain")}
          </Button>
        }
      />
    );
  }
  return children(source);
}
