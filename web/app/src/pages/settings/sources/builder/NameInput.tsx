import { TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import styles from "./builder.module.css";

export interface NameInputProps {
  label: string;
  value: string;
  /** Other names that are taken. */
  taken: Record<string, unknown>;
  /** Whether the label stands above it, or is there for screen readers alone. */
  labelled?: boolean;
  onChange: (name: string) => void;
}

/** A name that is kept on leaving the input, once it is one and nothing else has it. */
export function NameInput({ label, value, taken, labelled, onChange }: NameInputProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState<string | null>(null);
  const name = (typed ?? value).trim();
  const problem = !/^[\w][\w .-]*$/u.test(name) ? "none" : name !== value && Object.hasOwn(taken, name) ? "taken" : "";
  const keep = () => {
    if (!problem && name !== value) onChange(name);
    setTyped(null);
  };
  return (
    <TextInput
      size="xs"
      {...(labelled ? { label } : { "aria-label": label })}
      classNames={{ input: styles.mono }}
      spellCheck={false}
      maxLength={100}
      value={typed ?? value}
      error={typed !== null && problem ? t(`builder.names.${problem}`) : undefined}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={keep}
      onKeyDown={(event) => {
        if (event.key === "Enter") keep();
        if (event.key === "Escape") setTyped(null);
      }}
    />
  );
}
