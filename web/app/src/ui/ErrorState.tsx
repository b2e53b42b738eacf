import { Button } from "@mantine/core";
import { RotateCw, TriangleAlert } from "lucide-react";
import { useTranslation } from "react-i18next";
import { errorText } from "./errorText";
import styles from "./State.module.css";

export interface ErrorStateProps {
  /** What failed: "The orders could not be loaded". */
  title: string;
  error: unknown;
  onRetry?: () => void;
}

/** What failed, the reason folded, and a way to try again. */
export function ErrorState({ title, error, onRetry }: ErrorStateProps) {
  const { t } = useTranslation();
  const { message, reason } = errorText(error, t);
  return (
    <div className={styles.state} role="alert">
      <TriangleAlert size={22} strokeWidth={1.6} aria-hidden className={styles.icon} />
      <p className={styles.title}>{title}</p>
      <p className={styles.reason}>{message}</p>
      {onRetry && (
        <div className={styles.action}>
          <Button variant="default" size="xs" leftSection={<RotateCw size={14} aria-hidden />} onClick={onRetry}>
            {t("action.retry")}
          </Button>
        </div>
      )}
      <details className={styles.details}>
        <summary>{t("error.details")}</summary>
        <pre>{reason}</pre>
      </details>
    </div>
  );
}
