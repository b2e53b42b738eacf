import "../i18n/why";
import { Button } from "@mantine/core";
import { Eye } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Viewing } from "../api/viewing";
import { useWorkspace } from "./useWorkspace";
import styles from "./ViewBanner.module.css";
import { leaveView } from "./viewAs";
import { WhyDialog } from "./WhyDialog";

/** Says that these are somebody else's rights, tells what hides something from them, and leads out. */
export function ViewBanner({ view }: { view: Viewing }) {
  const { t } = useTranslation();
  const { place } = useWorkspace();
  const [asking, setAsking] = useState(false);
  return (
    <div className={styles.banner}>
      <Eye size={14} aria-hidden />
      <span className={styles.text} role="status">
        {t("view.text", { name: view.name })}
      </span>
      {place && (
        <Button size="compact-xs" variant="default" onClick={() => setAsking(true)}>
          {t("why.action")}
        </Button>
      )}
      <Button size="compact-xs" variant="default" onClick={leaveView}>
        {t("view.leave")}
      </Button>
      {asking && place && <WhyDialog place={place} as={view.as} name={view.name} onClose={() => setAsking(false)} />}
    </div>
  );
}
