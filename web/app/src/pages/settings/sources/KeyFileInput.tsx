import { Button, FileButton, Textarea } from "@mantine/core";
import { FileUp } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { formatBytes } from "../../../ui/formatters";
import styles from "./sources.module.css";

/** No key is larger; what is, was chosen by mistake. */
const MOST_BYTES = 100_000;

export interface KeyFileInputProps {
  label: string;
  description?: string;
  error?: string;
  withAsterisk?: boolean;
  value: string;
  onChange: (value: string) => void;
}

/** A key of many lines: pasted, or read from a file. */
export function KeyFileInput({ value, error, onChange, ...common }: KeyFileInputProps) {
  const { t } = useTranslation();
  const [refused, setRefused] = useState("");
  const read = async (file: File | null) => {
    if (!file) return;
    const large = file.size > MOST_BYTES;
    setRefused(large ? t("sources.fileTooLarge", { name: file.name, most: formatBytes(MOST_BYTES) }) : "");
    if (!large) onChange(await file.text());
  };
  return (
    <div>
      <Textarea
        {...common}
        error={error ?? (refused || undefined)}
        classNames={{ input: styles.long }}
        autosize
        minRows={3}
        maxRows={8}
        spellCheck={false}
        autoComplete="off"
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      <FileButton onChange={(file) => void read(file)}>
        {(props) => (
          <Button
            {...props}
            className={styles.file}
            size="compact-xs"
            variant="subtle"
            leftSection={<FileUp size={12} aria-hidden />}
          >
            {t("sources.chooseFile")}
          </Button>
        )}
      </FileButton>
    </div>
  );
}
