import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { TableRef } from "../../api/tables";
import { own } from "../../lib/own";
import { mayArrange } from "../../shell/places";
import { useSaveSettings } from "../../shell/useSaveSettings";
import { useWorkspace } from "../../shell/useWorkspace";

/** Chooses the column that names a row, for everybody; undefined for those who may not. */
export function useNaming(source: TableRef): ((column: string) => void) | undefined {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const { place } = useWorkspace();
  const said = { saved: t("table.named"), failed: t("table.notNamed") };
  // Every list that leads here brought other columns along.
  const save = useSaveSettings(source.project, said, () => void queries.invalidateQueries({ queryKey: ["rows"] }));
  if (!place || !mayArrange(place.project.role)) return undefined;
  return (column) => {
    const { settings, table } = source;
    if (save.isPending) return;
    const said = { ...own(settings.tables, table.model), display: column };
    save.mutate({ ...settings, tables: { ...settings.tables, [table.model]: said } });
  };
}
