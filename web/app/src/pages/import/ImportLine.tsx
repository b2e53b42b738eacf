import { Progress } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { ImportProgress } from "../../api/imports";
import { formatCount } from "../../ui/formatters";
import dialog from "../settings/parts/dialog.module.css";

/** How far the bridge is; nothing is said before it has begun to read. */
export function ImportLine({ progress }: { progress: ImportProgress | null }) {
  const { t } = useTranslation();
  const fact = (key: string, count: number) => t(`import.${key}`, { count, formatted: formatCount(count) });
  const facts = progress && [
    fact("read", progress.lines),
    ...(progress.done > 0 ? [fact("ready", progress.done)] : []),
    ...(progress.errors > 0 ? [fact("wrong", progress.errors)] : []),
  ];
  return (
    <div role="status">
      <Progress value={100} animated size="sm" aria-label={t("import.progress")} />
      <p className={dialog.text}>{facts ? facts.join(" · ") : t("import.sending")}</p>
    </div>
  );
}
