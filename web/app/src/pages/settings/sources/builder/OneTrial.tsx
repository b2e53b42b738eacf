import { Button, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { Play } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Collection, tryDescription } from "../../../../api/descriptions";
import { FormFailure } from "../../../FormFailure";
import styles from "./builder.module.css";
import { RowsPreview } from "./RowsPreview";
import { TrialFacts } from "./TrialFacts";
import type { Builder } from "./useBuilder";

export interface OneTrialProps {
  builder: Builder;
  name: string;
  table: Collection;
}

/** Asks the app for one record by its key. */
export function OneTrial({ builder, name, table }: OneTrialProps) {
  const { t } = useTranslation();
  const [key, setKey] = useState("");
  const { at, stored, form, optionsOf } = builder;
  const ask = useMutation({
    mutationFn: async () => {
      const sent = { options: optionsOf(name), collection: name, operation: "get" as const, key: key.trim() };
      return { trial: await tryDescription(at, { ...sent, ...(stored && { name: form.name }) }), of: table };
    },
  });
  const tryIt = () => key.trim() !== "" && ask.mutate();
  return (
    <>
      <div className={styles.oneTrial}>
        <TextInput
          size="xs"
          aria-label={t("builder.keyToTry")}
          placeholder={t("builder.keyToTry")}
          classNames={{ input: styles.mono }}
          value={key}
          onChange={(event) => setKey(event.currentTarget.value)}
          onKeyDown={(event) => event.key === "Enter" && tryIt()}
        />
        <Button
          size="xs"
          variant="default"
          leftSection={<Play size={13} aria-hidden />}
          aria-label={t("builder.tryOne")}
          disabled={key.trim() === ""}
          loading={ask.isPending}
          onClick={tryIt}
        >
          {t("builder.try")}
        </Button>
      </div>
      <FormFailure error={ask.error} />
      {ask.data && (
        <>
          <TrialFacts trial={ask.data.trial} changed={ask.data.of !== table} />
          {ask.data.trial.rows.length > 0 && (
            <RowsPreview listed columns={table.columns} keyed={table.key} rows={ask.data.trial.rows} />
          )}
        </>
      )}
    </>
  );
}
