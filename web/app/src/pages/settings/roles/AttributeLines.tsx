import { ActionIcon, NativeSelect } from "@mantine/core";
import { X } from "lucide-react";
import { useTranslation } from "react-i18next";
import { columnTitle, type TableRef } from "../../../api/tables";
import type { OwnCondition } from "../../../lib/rowRule";
import styles from "./roles.module.css";
import { useAttributes } from "./useAttributes";

export interface AttributeLinesProps {
  source: TableRef;
  lines: OwnCondition[];
  onChange: (lines: OwnCondition[]) => void;
}

/** "Owner is their e-mail address": a column that holds what is known of whoever asks. */
export function AttributeLines({ source, lines, onChange }: AttributeLinesProps) {
  const { t } = useTranslation();
  const { table, settings } = source;
  const attributes = useAttributes(
    source.project,
    lines.map((line) => line.attribute),
  );
  if (lines.length === 0) return null;
  const columns = table.fields.map(({ name }) => ({ value: name, label: columnTitle(table, name, settings) }));
  return (
    <ul className={styles.lines}>
      {lines.map((line, at) => {
        const set = (next: Partial<OwnCondition>) => onChange(lines.with(at, { ...line, ...next }));
        return (
          <li key={`${line.column} ${line.attribute} ${lines.indexOf(line)}`}>
            <NativeSelect
              size="xs"
              aria-label={t("settings.roles.column")}
              value={line.column}
              onChange={(event) => set({ column: event.currentTarget.value })}
              data={columns}
            />
            <span className={styles.is}>{t("settings.roles.is")}</span>
            <NativeSelect
              size="xs"
              aria-label={t("settings.roles.attribute")}
              value={line.attribute}
              onChange={(event) => set({ attribute: event.currentTarget.value })}
              data={attributes.map((one) => ({
                value: one,
                label: t(`settings.roles.attributes.${one}`, { defaultValue: one }),
              }))}
            />
            <ActionIcon aria-label={t("action.remove")} onClick={() => onChange(lines.toSpliced(at, 1))}>
              <X size={14} aria-hidden />
            </ActionIcon>
          </li>
        );
      })}
    </ul>
  );
}
