import { NumberInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import styles from "./builder.module.css";

/** What each is where nothing is said, and what it may be at most. */
const LIMITS = {
  per_second: { usual: 5, most: 1000 },
  requests: { usual: 20, most: 100 },
  seconds: { usual: 5, most: 30 },
  rows: { usual: 10_000, most: 100_000 },
  retries: { usual: 2, most: 5 },
};

export interface LimitFieldsProps {
  value: Record<string, number>;
  onChange: (value: Record<string, number>) => void;
}

/** What the app takes, and how much one read may ask of it. */
export function LimitFields({ value, onChange }: LimitFieldsProps) {
  const { t } = useTranslation();
  return (
    <fieldset className={styles.limits}>
      <legend>{t("builder.limits")}</legend>
      {Object.entries(LIMITS).map(([name, { usual, most }]) => (
        <NumberInput
          key={name}
          label={t(`builder.limit.${name}`)}
          placeholder={String(usual)}
          min={0}
          max={most}
          hideControls
          value={value[name] ?? ""}
          onChange={(next) => {
            const { [name]: _, ...others } = value;
            onChange(typeof next === "number" ? { ...others, [name]: next } : others);
          }}
        />
      ))}
    </fieldset>
  );
}
