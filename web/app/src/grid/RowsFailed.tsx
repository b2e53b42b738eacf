import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { errorText } from "../ui/errorText";
import styles from "./RowsFailed.module.css";
import type { GridRows } from "./useGridRows";

/** Why some rows are not there, below those that are. Where none are, the page says it instead. */
export function RowsFailed({ rows }: { rows: GridRows }) {
  const { t } = useTranslation();
  if (rows.error === null || rows.total === null || rows.stale) return null;
  return (
    <span className={styles.failed} role="alert">
      <span className={styles.why}>{t("grid.failed.some", { why: errorText(rows.error, t).message })}</span>
      <Button variant="subtle" size="compact-xs" className={styles.again} onClick={rows.retry}>
        {t("action.retry")}
      </Button>
    </span>
  );
}
