import { ApiError } from "@jetway/core";
import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { FormFailure } from "../../FormFailure";
import styles from "./sources.module.css";

/** Why it was not saved; what does not answer now may do so later. */
export function SaveFailure({ error, onAnyway }: { error: unknown; onAnyway: () => void }) {
  const { t } = useTranslation();
  if (!error) return null;
  return (
    <div className={styles.failure}>
      <FormFailure error={error} />
      {error instanceof ApiError && error.code === "source_not_reached" && (
        <Button size="xs" variant="default" onClick={onAnyway}>
          {t("sources.saveAnyway")}
        </Button>
      )}
    </div>
  );
}
