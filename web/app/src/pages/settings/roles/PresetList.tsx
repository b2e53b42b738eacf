import { NativeSelect } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Rights } from "../../../api/policy";
import { columnTitle, type TableRef } from "../../../api/tables";
import { withPreset } from "../../../lib/roleRights";
import { PresetLine } from "./PresetLine";
import styles from "./roles.module.css";

export interface PresetListProps {
  source: TableRef;
  rights: Rights;
  onChange: (rights: Rights) => void;
}

/** What new rows get whatever was sent. */
export function PresetList({ source, rights, onChange }: PresetListProps) {
  const { t } = useTranslation();
  const { table, settings } = source;
  const preset = rights.preset ?? {};
  const free = table.fields.filter((field) => field.writable && !(field.name in preset));
  return (
    <section className={styles.part}>
      <h3>{t("settings.roles.presets")}</h3>
      <p>{t("settings.roles.presetsHint")}</p>
      <ul className={styles.lines}>
        {Object.entries(preset).map(([column, value]) => (
          <PresetLine
            key={column}
            source={source}
            column={column}
            value={value}
            onChange={(next) => onChange(withPreset(rights, column, next))}
          />
        ))}
      </ul>
      <NativeSelect
        size="xs"
        aria-label={t("settings.roles.addPreset")}
        value=""
        onChange={(event) => onChange(withPreset(rights, event.currentTarget.value, { attribute: "email" }))}
        data={[
          { value: "", label: t("settings.roles.addPreset") },
          ...free.map(({ name }) => ({ value: name, label: columnTitle(table, name, settings) })),
        ]}
      />
    </section>
  );
}
