import { Button } from "@mantine/core";
import { Undo2 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { HistoryEvent } from "../../api/history";
import { columnTitle, type TableRef } from "../../api/tables";
import type { Row } from "../../api/types";
import { nameOf } from "../../fields/relation/related";
import { humanise } from "../../lib/humanise";
import { formatAgo } from "../../ui/formatAgo";
import { formatMoment } from "../../ui/formatters";
import { Changes } from "./Changes";
import styles from "./history.module.css";
import { type Restoring, restorableColumns } from "./restorable";

export interface HistoryLineProps {
  source: TableRef;
  event: HistoryEvent;
  row: Row | null;
  onRestore: (restoring: Restoring) => void;
}

/** One event: who, when and which way, then from what to what. */
export function HistoryLine({ source, event, row, onRestore }: HistoryLineProps) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  const { actor, at, action, way, from, to, masked } = event;
  const restorable = restorableColumns(source, event, row);
  const deleted = action === "delete" && row === null && from;
  const name = deleted ? nameOf(source, deleted) : "";
  const changed = action === "update" || action === "order";
  const done = action === "undone" && event.operation ? "notRun" : action;
  const count = Object.keys(to ?? from ?? {}).length;
  const changes = (
    <Changes
      source={source}
      event={event}
      restorable={changed ? restorable : []}
      onRestore={(column) => onRestore({ event, column })}
    />
  );
  return (
    <li className={styles.event}>
      <div className={styles.head}>
        <p className={styles.what}>
          {name && <strong>{name} · </strong>}
          <strong>{actor.name}</strong>{" "}
          {t(`history.action.${done}`, {
            operation: humanise(event.operation ?? event.endpoint ?? ""),
            defaultValue: action,
          })}{" "}
          {t(`history.way.${way}`, { defaultValue: "" })}
        </p>
        <time className={styles.when} dateTime={at} title={formatMoment(at)}>
          {formatAgo(Date.parse(at) / 1000)}
        </time>
        {event.back && <span className={styles.faint}>{t("history.back")}</span>}
        {restorable.length > (changed ? 1 : 0) && (
          <Button
            variant="default"
            size="compact-xs"
            leftSection={<Undo2 size={12} aria-hidden />}
            aria-label={name ? t("history.restoreRow", { name }) : undefined}
            onClick={() => onRestore({ event, column: null })}
          >
            {t("history.restore")}
          </Button>
        )}
      </div>
      {changed && changes}
      {!changed && count > 0 && (
        <details className={styles.values} onToggle={(toggle) => setOpened(toggle.currentTarget.open)}>
          <summary>{t("history.values", { count })}</summary>
          {opened && changes}
        </details>
      )}
      {masked && masked.length > 0 && (
        <p className={styles.note}>
          {t("history.masked", {
            columns: masked.map((column) => columnTitle(source.table, column, source.settings)).join(", "),
          })}
        </p>
      )}
    </li>
  );
}
