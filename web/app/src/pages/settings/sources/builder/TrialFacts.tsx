import { useTranslation } from "react-i18next";
import type { Trial } from "../../../../api/descriptions";
import { formatBytes, formatNumber } from "../../../../ui/formatters";
import { Pill } from "../../../../ui/Pill";
import styles from "./builder.module.css";

/** What was sent and what came back; why there are no rows, as long as that is of this description. */
export function TrialFacts({ trial, changed }: { trial: Trial; changed: boolean }) {
  const { t } = useTranslation();
  const { request, status, failure } = trial;
  const ok = status !== null && status < 300;
  const said = [
    trial.seconds < 1
      ? t("builder.milliseconds", { count: Math.round(trial.seconds * 1000) })
      : t("sources.seconds", { seconds: formatNumber(trial.seconds.toFixed(1)) }),
    formatBytes(trial.bytes),
    ...(trial.requests > 1 ? [t("builder.requests", { count: trial.requests })] : []),
  ];
  return (
    <div className={styles.facts} role="status">
      {status !== null && <Pill value={ok ? "ok" : "failed"} label={String(status)} />}
      {request && (
        <code>
          {request.method} {request.url}
        </code>
      )}
      <span>{said.join(" · ")}</span>
      {failure && !changed && <p role="alert">{failure.detail}</p>}
      {changed && <p className={styles.hint}>{t("builder.changedSince")}</p>}
    </div>
  );
}
