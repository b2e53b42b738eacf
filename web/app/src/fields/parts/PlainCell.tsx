import { useTranslation } from "react-i18next";
import type { CellProps } from "../field";
import { plainText } from "../plainText";
import styles from "./cell.module.css";

/** A value on one line. Null is blank, and a text without a letter says so: the two are not the same. */
export function PlainCell({ value }: CellProps) {
  const { t } = useTranslation();
  if (value === null || value === undefined) return null;
  if (value === "") return <span className={styles.faint}>{t("fields.emptyText")}</span>;
  return <span className={styles.line}>{plainText(value)}</span>;
}
