import { MultiSelect, NativeSelect } from "@mantine/core";
import { useTranslation } from "react-i18next";
import styles from "./roles.module.css";

export interface NamedRightsProps {
  label: string;
  /** All, none, or those named. */
  value: boolean | string[] | undefined;
  known: { value: string; label: string }[];
  onChange: (value: boolean | string[]) => void;
}

/** Which of what the project keeps a role may run: none, all, or some by name. */
export function NamedRights({ label, value = false, known, onChange }: NamedRightsProps) {
  const { t } = useTranslation();
  const listed = Array.isArray(value);
  const which = listed ? "some" : value ? "all" : "none";
  // One that is gone stays to be seen, and can be taken away.
  const gone = listed ? value.filter((one) => !known.some((other) => other.value === one)) : [];
  return (
    <div className={styles.queries}>
      <NativeSelect
        label={label}
        value={which}
        onChange={({ currentTarget }) => onChange(currentTarget.value === "some" ? [] : currentTarget.value === "all")}
        data={["none", "some", "all"].map((one) => ({ value: one, label: t(`settings.roles.some.${one}`) }))}
      />
      {listed && (
        <MultiSelect
          aria-label={`${label}: ${t("settings.roles.some.some")}`}
          placeholder={known.length > 0 ? undefined : t("settings.roles.noQueries")}
          data={[...known, ...gone.map((one) => ({ value: one, label: one }))]}
          value={value}
          onChange={onChange}
        />
      )}
    </div>
  );
}
