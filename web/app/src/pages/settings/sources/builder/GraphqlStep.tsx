import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type At, type Description, importGraphql } from "../../../../api/descriptions";
import type { Options, SourceKind } from "../../../../api/sourceChanges";
import { FormFailure } from "../../../FormFailure";
import { OptionInput } from "../OptionInput";
import { newDraft, optionsToSend } from "../sourceDraft";
import { wrongFields } from "../wrongFields";
import styles from "./builder.module.css";
import { ChooseTables } from "./ChooseTables";
import { EMPTY } from "./description";

export interface GraphqlStepProps {
  at: At;
  /** The kind whose form asks for the API. */
  kind: SourceKind;
  /** `options`: what was entered, for the source to keep. */
  onChosen: (description: Description, options: Options) => void;
}

/** A GraphQL API tells its schema, and the person what of it becomes a table. */
export function GraphqlStep({ at, kind, onChosen }: GraphqlStepProps) {
  const { t } = useTranslation();
  const [options, setOptions] = useState(() => newDraft(kind).options);
  const ask = useMutation({ mutationFn: () => importGraphql(at, optionsToSend(options, undefined)) });
  if (ask.data) {
    return (
      <ChooseTables
        draft={ask.data}
        into={EMPTY}
        back={t("builder.otherApi")}
        onBack={() => ask.reset()}
        onChosen={(description) => onChosen(description, options.key === undefined ? {} : { key: options.key })}
      />
    );
  }
  const wrong = wrongFields(kind, ask.error, t);
  return (
    <div className={styles.fields}>
      <p className={styles.lead}>{t("builder.graphqlText")}</p>
      {kind.options.map((field) => (
        <OptionInput
          key={field.name}
          field={field}
          value={options[field.name]}
          kept={undefined}
          elsewhere={false}
          error={wrong[`options/${field.name}`]}
          onChange={(value) => setOptions((before) => ({ ...before, [field.name]: value }))}
        />
      ))}
      {Object.keys(wrong).length === 0 && <FormFailure error={ask.error} />}
      <div>
        <Button loading={ask.isPending} onClick={() => ask.mutate()}>
          {t("builder.askSchema")}
        </Button>
      </div>
    </div>
  );
}
