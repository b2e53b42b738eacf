import { Button } from "@mantine/core";
import { Rows3, SearchX } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { ListView } from "../api/rows";
import { tableTitle } from "../api/tables";
import { EmptyState } from "../ui/EmptyState";
import { ErrorState } from "../ui/ErrorState";
import styles from "./GridState.module.css";
import type { GridModel } from "./useGridModel";

interface GridStateProps {
  model: GridModel;
  view: ListView;
  onClearFilters: () => void;
}

/** Instead of rows: why there are none. */
export function GridState({ model, view, onClearFilters }: GridStateProps) {
  const { t } = useTranslation();
  const { rows, source } = model;
  const table = tableTitle(source.table, source.settings);
  if (rows.error !== null && (rows.total === null || rows.stale)) {
    return (
      <div className={styles.over}>
        <ErrorState title={t("grid.failed.all", { table })} error={rows.error} onRetry={rows.retry} />
      </div>
    );
  }
  if (rows.total === null || rows.total.rows > 0) return null;
  const filtered = view.filters.length > 0 || view.search.trim() !== "";
  return (
    <div className={styles.over}>
      {filtered ? (
        <EmptyState
          icon={SearchX}
          title={t("grid.empty.filtered")}
          reason={t("grid.empty.filteredReason")}
          action={
            <Button variant="default" size="xs" onClick={onClearFilters}>
              {t("grid.empty.clear")}
            </Button>
          }
        />
      ) : (
        <EmptyState icon={Rows3} title={t("grid.empty.none")} reason={t("grid.empty.noneReason", { table })} />
      )}
    </div>
  );
}
