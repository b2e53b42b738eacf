import { Button, FileButton, Loader, Textarea } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { FileUp } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type At, type Description, type Draft, importOpenapi } from "../../../../api/descriptions";
import { formatBytes } from "../../../../ui/formatters";
import { FormFailure } from "../../../FormFailure";
import styles from "./builder.module.css";
import { ChooseTables } from "./ChooseTables";

/** What the bridge reads at most. */
const MOST_BYTES = 16 * 1024 * 1024;

export interface ImportStepProps {
  at: At;
  /** What the tables are added to. */
  into: Description;
  onChosen: (description: Description) => void;
}

/** A document, then what of it becomes a table. */
export function ImportStep({ at, into, onChosen }: ImportStepProps) {
  const { t } = useTranslation();
  const [text, setText] = useState("");
  const [tooLarge, setTooLarge] = useState("");
  const read = useMutation<Draft, Error, File>({
    mutationFn: async (file) => {
      const start = (await file.slice(0, 1000).text()).trimStart();
      return importOpenapi(at, file, start.startsWith("{"));
    },
  });
  const begin = (file: File | null) => {
    if (!file) return;
    const large = file.size > MOST_BYTES;
    setTooLarge(large ? t("builder.tooLarge", { name: file.name, most: formatBytes(MOST_BYTES) }) : "");
    if (!large) read.mutate(file);
  };
  if (read.data) {
    return (
      <ChooseTables
        draft={read.data}
        into={into}
        back={t("builder.otherFile")}
        onBack={() => read.reset()}
        onChosen={onChosen}
      />
    );
  }
  if (read.isPending) {
    const { name, size } = read.variables;
    return (
      <p className={styles.reading} role="status">
        <Loader size={16} aria-hidden />
        {t("builder.reading", { name, size: formatBytes(size) })}
      </p>
    );
  }
  return (
    <div className={styles.fields}>
      <p className={styles.lead}>{t("builder.importText")}</p>
      <div>
        <FileButton onChange={begin} accept=".json,.yaml,.yml,application/json,application/yaml">
          {(props) => (
            <Button {...props} variant="default" leftSection={<FileUp size={15} aria-hidden />}>
              {t("builder.chooseFile")}
            </Button>
          )}
        </FileButton>
      </div>
      <Textarea
        label={t("builder.paste")}
        classNames={{ input: styles.code }}
        autosize
        minRows={6}
        maxRows={16}
        spellCheck={false}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      {tooLarge && (
        <p className={styles.failure} role="alert">
          {tooLarge}
        </p>
      )}
      <FormFailure error={read.error} />
      <div>
        <Button disabled={text.trim() === ""} onClick={() => begin(new File([text], t("builder.pasted")))}>
          {t("builder.readIt")}
        </Button>
      </div>
    </div>
  );
}
