import { Button } from "@mantine/core";
import { Eye } from "lucide-react";
import { useTranslation } from "react-i18next";
import styles from "./ViewBanner.module.css";
import { leaveView } from "./viewAs";

/** Says that these are somebody else's rights, and leads out. */
export function ViewBanner({ name }: { name: string }) {
  const { t } = useTranslation();
  return (
    <div className={styles.banner} role="status">
      <Eye size={14} aria-hidden />
      <span className={styles.text}>{t("view.text", { name })}</span>
      <Button size="compact-xs" variant="default" onClick={leaveView}>
        {t("view.leave")}
      </Button>
    </div>
  );
}
