import { ActionIcon, Tooltip } from "@mantine/core";
import { Undo2 } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { HistoryEvent } from "../../api/history";
import type { TableRef } from "../../api/tables";
import { contextFor } from "../../fields/registry";
import { HistoryValue } from "./HistoryValue";
import styles from "./history.module.css";

interface ChangesProps {
  source: TableRef;
  event: Pick<HistoryEvent, "from" | "to">;
  /** Columns that can be put back one by one. */
  restorable?: string[];
  onRestore?: (column: string) => void;
}

/** A line for each column: from what to what, each drawn as the column's own cells are. */
export function Changes({ source, event, restorable = [], onRestore }: ChangesProps) {
  const { t } = useTranslation();
  const { from, to } = event;
  const sides = [from, to].filter((side) => side !== undefined);
  const touched = new Set(sides.flatMap(Object.keys));
  const names = source.table.fields.map(({ name }) => name).filter((name) => touched.has(name));
  return (
    <dl className={styles.changes}>
      {names.map((name) => {
        const { title } = contextFor(source, name);
        return (
          <div key={name} className={styles.change}>
            <dt>{title}</dt>
            <dd>
              <span className={styles.sides}>
                {from && <HistoryValue source={source} name={name} row={from} label={to && t("history.from")} />}
                {to && (
                  <HistoryValue source={source} name={name} row={to} label={from && t("history.to")} behind={!!from} />
                )}
              </span>
              {restorable.includes(name) && (
                <Tooltip label={t("history.restoreField", { column: title })}>
                  <ActionIcon
                    size="sm"
                    aria-label={t("history.restoreField", { column: title })}
                    onClick={() => onRestore?.(name)}
                  >
                    <Undo2 size={13} aria-hidden />
                  </ActionIcon>
                </Tooltip>
              )}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
