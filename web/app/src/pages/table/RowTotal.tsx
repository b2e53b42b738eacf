import { useTranslation } from "react-i18next";
import type { Total } from "../../grid/rowPages";
import { formatCompact, formatCount } from "../../ui/formatters";

/** How many rows there are: roughly until somebody has counted, nothing while nobody can say. */
export function RowTotal({ total }: { total: Total | null }) {
  const { t } = useTranslation();
  if (total === null || total.kind === "unknown") return null;
  const { rows: count, kind } = total;
  if (kind === "estimated") return t("table.rowsEstimated", { count, formatted: formatCompact(count) });
  return t("table.rows", { count, formatted: formatCount(count) });
}
