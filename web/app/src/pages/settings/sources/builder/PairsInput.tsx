import { ActionIcon, Button, TextInput } from "@mantine/core";
import { Plus, X } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import styles from "./builder.module.css";

export interface PairsInputProps {
  label: string;
  hint?: string;
  value: Record<string, string>;
  onChange: (value: Record<string, string>) => void;
}

interface Line {
  id: number;
  name: string;
  text: string;
}

/** Names with texts, a line for each; a line without a name is not there yet. */
export function PairsInput({ label, hint, value, onChange }: PairsInputProps) {
  const { t } = useTranslation();
  const [lines, setLines] = useState<Line[]>(() => linesOf(value));
  // What comes from elsewhere replaces the lines; what was typed here is there already.
  const shown = JSON.stringify(pairsOf(lines)) === JSON.stringify(value) ? lines : linesOf(value);
  const write = (next: Line[]) => {
    setLines(next);
    onChange(pairsOf(next));
  };
  const change = (id: number, part: Partial<Line>) =>
    write(shown.map((one) => (one.id === id ? { ...one, ...part } : one)));
  const add = () => setLines([...shown, { id: Math.max(0, ...shown.map(({ id }) => id)) + 1, name: "", text: "" }]);
  return (
    <fieldset className={styles.pairs}>
      <legend>{label}</legend>
      {hint && <p>{hint}</p>}
      {shown.map(({ id, name, text }) => (
        <div key={id} className={styles.pair}>
          <TextInput
            aria-label={t("builder.pairName", { label })}
            placeholder={t("builder.name")}
            classNames={{ input: styles.mono }}
            size="xs"
            spellCheck={false}
            value={name}
            onChange={(event) => change(id, { name: event.currentTarget.value })}
          />
          <TextInput
            aria-label={t("builder.pairValue", { label, name })}
            placeholder={t("builder.value")}
            classNames={{ input: styles.mono }}
            size="xs"
            spellCheck={false}
            value={text}
            onChange={(event) => change(id, { text: event.currentTarget.value })}
          />
          <ActionIcon
            aria-label={t("builder.pairRemove", { label, name })}
            onClick={() => write(shown.filter((one) => one.id !== id))}
          >
            <X size={14} aria-hidden />
          </ActionIcon>
        </div>
      ))}
      <Button
        size="compact-xs"
        variant="subtle"
        leftSection={<Plus size={12} aria-hidden />}
        aria-label={t("builder.pairAddTo", { label })}
        onClick={add}
      >
        {t("builder.pairAdd")}
      </Button>
    </fieldset>
  );
}

function linesOf(value: Record<string, string>): Line[] {
  return Object.entries(value).map(([name, text], id) => ({ id, name, text }));
}

function pairsOf(lines: Line[]): Record<string, string> {
  return Object.fromEntries(lines.filter(({ name }) => name.trim()).map(({ name, text }) => [name.trim(), text]));
}
