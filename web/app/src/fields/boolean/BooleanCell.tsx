import { Check } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { CellProps } from "../field";
import styles from "./boolean.module.css";

export function BooleanCell({ value }: CellProps) {
  const { t } = useTranslation();
  if (value === null || value === undefined) return null;
  if (isTrue(value)) return <Check className={styles.yes} size={15} role="img" aria-label={t("fields.boolean.yes")} />;
  return (
    <span className={styles.no} role="img" aria-label={t("fields.boolean.no")}>
      –
    </span>
  );
}

const isTrue = (value: CellProps["value"]) => value === true || value === 1;
