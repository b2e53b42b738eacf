import "../i18n/found";
import { UnstyledButton } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { type ListView, searches, type TableRef, type ViewChange } from "../api/rows";
import { formatCount } from "../ui/formatters";
import type { GridRows } from "./useGridRows";
import styles from "./WhereFound.module.css";

export interface WhereFoundProps {
  source: TableRef;
  view: ListView;
  rows: Pick<GridRows, "scanned" | "behind">;
  onViewChange: (change: ViewChange) => void;
}

/** Who looked for the rows of an app, where that matters: the bridge, or a search that may be behind. */
export function WhereFound({ source, view, rows, onViewChange }: WhereFoundProps) {
  const { t } = useTranslation();
  const change = (behind: boolean, label: string) => (
    <UnstyledButton className={styles.change} onClick={() => onViewChange((old) => ({ ...old, behind }))}>
      {t(`found.${label}`)}
    </UnstyledButton>
  );
  if (rows.behind) {
    return (
      <>
        <span>{t("found.behind")}</span> {change(false, "lookHere")}
      </>
    );
  }
  if (rows.scanned === undefined) return null;
  return (
    <>
      <span>{t("found.scanned", { total: formatCount(rows.scanned) })}</span>{" "}
      {searches(source, view) && change(true, "askApp")}
    </>
  );
}
