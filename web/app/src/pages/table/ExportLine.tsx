import { Progress } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { ExportProgress } from "../../api/exports";
import { formatBytes, formatCompact, formatCount } from "../../ui/formatters";
import dialog from "../settings/parts/dialog.module.css";

/** How far the file is: by rows, where they can be told, and by size. */
export function ExportLine({ progress }: { progress: ExportProgress }) {
  const { t } = useTranslation();
  const { bytes, rows, expected } = progress;
  const share = rows !== null && expected ? Math.min(99, (100 * rows) / expected) : null;
  const facts = [
    rows !== null &&
      (expected === null
        ? t("table.rows", { count: rows, formatted: formatCount(rows) })
        : t("export.rowsOf", { count: expected, rows: formatCount(rows), expected: formatCompact(expected) })),
    formatBytes(bytes),
  ];
  return (
    <div role="status">
      <Progress value={share ?? 100} animated={share === null} size="sm" aria-label={t("export.progress")} />
      <p className={dialog.text}>{bytes === 0 ? t("export.waiting") : facts.filter(Boolean).join(" · ")}</p>
    </div>
  );
}
