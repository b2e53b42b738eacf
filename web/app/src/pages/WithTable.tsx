import { EyeOff } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { TableRef } from "../api/tables";
import { useCurrentTable } from "../shell/useWorkspace";
import { EmptyState } from "../ui/EmptyState";
import { ErrorState } from "../ui/ErrorState";
import { SkeletonRows } from "../ui/SkeletonRows";

/** The table of the address once it is known; until then, and where it is not there, the state that says so. */
export function WithTable({ children }: { children: (source: TableRef) => ReactNode }) {
  const { t } = useTranslation();
  const { source, model, away, error, retry } = useCurrentTable();
  const failed = away ? t("error.source", { title: away.title }) : t("error.tables");
  if (error) return <ErrorState title={failed} error={error} onRetry={retry} />;
  if (source === undefined) return <SkeletonRows />;
  if (source === null) {
    return <EmptyState icon={EyeOff} title={t("table.unknown", { model })} reason={t("table.unknownReason")} />;
  }
  return children(source);
}
