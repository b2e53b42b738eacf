import { Skeleton } from "@mantine/core";
import { useTranslation } from "react-i18next";
import styles from "./form.module.css";

const FIELDS = [true, true, false, false, false, false, true];

/** The form at its final size while the record is on its way. */
export function FormSkeleton() {
  const { t } = useTranslation();
  return (
    <div className={styles.scroll} role="status" aria-label={t("state.loading")}>
      <div className={styles.fields} aria-hidden>
        {FIELDS.map((wide, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: they never move
          <div key={at} className={styles.field} data-wide={wide || undefined}>
            <Skeleton width={90} height={12} mb={8} />
            <Skeleton height={34} />
          </div>
        ))}
      </div>
    </div>
  );
}
