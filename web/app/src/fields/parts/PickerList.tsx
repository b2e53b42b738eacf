import { Combobox } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import styles from "./picker.module.css";

export interface Choice {
  id: string;
  /** What the input shows once it is chosen. */
  title: string;
  body: ReactNode;
}

interface PickerListProps {
  label: string;
  choices: Choice[];
  /** The id of the choice that is the value now. */
  chosen: string | null;
  /** Whether "no value" is one of the choices. */
  withNone: boolean;
  loading?: boolean;
  message?: ReactNode;
  footnote?: ReactNode;
}

const NONE = "none";
const PREFIX = "choice:";

/** What an option of the list stands for; null for "no value". */
export function pickedId(option: string): string | null {
  return option === NONE ? null : option.slice(PREFIX.length);
}

export function PickerList({ label, choices, chosen, withNone, loading, message, footnote }: PickerListProps) {
  const { t } = useTranslation();
  return (
    <Combobox.Dropdown className={styles.dropdown} miw={200}>
      <Combobox.Options aria-label={label} aria-busy={loading} className={styles.options}>
        {choices.map((choice) => (
          <Combobox.Option
            key={choice.id}
            value={PREFIX + choice.id}
            active={choice.id === chosen}
            className={styles.option}
          >
            {choice.body}
          </Combobox.Option>
        ))}
        {withNone && (
          <Combobox.Option value={NONE} active={chosen === null} className={styles.option} data-none>
            {t("fields.noValue")}
          </Combobox.Option>
        )}
        {choices.length === 0 && <Combobox.Empty>{message ?? t("fields.nothingFound")}</Combobox.Empty>}
      </Combobox.Options>
      {footnote && <Combobox.Footer className={styles.footnote}>{footnote}</Combobox.Footer>}
    </Combobox.Dropdown>
  );
}
