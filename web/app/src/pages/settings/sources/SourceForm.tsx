import { Button } from "@mantine/core";
import { type FormEvent, useEffect, useId } from "react";
import { useTranslation } from "react-i18next";
import type { OptionField, SourceKind, StoredDefinition } from "../../../api/sourceChanges";
import { RouteGuard } from "../../../record/RouteGuard";
import type { Place } from "../../../shell/places";
import { Folded } from "../parts/Folded";
import { Part } from "../parts/Part";
import { SettingsFrame } from "../parts/SettingsFrame";
import { NameFields } from "./NameFields";
import { OptionInput } from "./OptionInput";
import { SaveFailure } from "./SaveFailure";
import { isElsewhere } from "./sourceDraft";
import styles from "./sources.module.css";
import { TablesPicker } from "./TablesPicker";
import { TestResult } from "./TestResult";
import { useSourceForm } from "./useSourceForm";
import { wrongFields } from "./wrongFields";

export interface SourceFormProps {
  place: Place;
  kind: SourceKind;
  /** As it was when the form was opened; left out for a new one. */
  stored?: StoredDefinition;
}

/** What a source is called, how it is reached, and which of its tables are served. */
export function SourceForm({ place, kind, stored }: SourceFormProps) {
  const { t } = useTranslation();
  const id = useId();
  const { draft, name, options, change, tickAll, test, save, guard, leave } = useSourceForm(place, kind, stored);
  const refused = save.error ?? test.error;
  const wrong = wrongFields(kind, refused, t);
  const failure = (error: unknown) => (Object.keys(wrong).length > 0 ? null : error);
  const elsewhere = stored !== undefined && isElsewhere(kind.options, draft.options, stored.definition.options);
  useEffect(() => {
    // What is wrong may be out of sight.
    const form = refused && document.getElementById(id);
    if (!form) return;
    form.querySelector<HTMLElement>("[aria-invalid='true']")?.focus();
    form.querySelector("[role='alert']")?.scrollIntoView({ block: "nearest" });
  }, [refused, id]);
  const asked = kind.options.filter(({ part }) => !part);
  const parts = [...new Set(kind.options.flatMap(({ part }) => part ?? []))];
  /** What is kept or wrong is in sight. */
  const isUsed = ({ name, default: usual }: OptionField) =>
    wrong[`options/${name}`] !== undefined || (stored?.definition.options[name] ?? usual ?? null) !== (usual ?? null);
  const option = (field: OptionField) => (
    <OptionInput
      key={field.name}
      field={field}
      value={draft.options[field.name]}
      kept={stored?.definition.options[field.name]}
      elsewhere={elsewhere}
      error={wrong[`options/${field.name}`]}
      source={{ place, kind: kind.kind, options, ...(stored && { name }) }}
      onChange={(value) => change({ options: { ...draft.options, [field.name]: value } })}
    />
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!save.isPending) save.mutate({ untested: false });
  };
  return (
    <SettingsFrame
      page="sources"
      title={stored ? stored.definition.title : t("sources.addKind", { kind: kind.label })}
      toolbar={
        <>
          <Button size="xs" variant="default" onClick={leave}>
            {t("action.cancel")}
          </Button>
          <Button size="xs" type="submit" form={id} loading={save.isPending}>
            {t("action.save")}
          </Button>
        </>
      }
    >
      <RouteGuard guard={guard} />
      <form id={id} onSubmit={submit} noValidate className={styles.form}>
        <SaveFailure error={failure(save.error)} onAnyway={() => save.mutate({ untested: true })} />
        <NameFields draft={draft} name={name} fixed={stored !== undefined} wrong={wrong} onChange={change} />
        <Part title={t("sources.connection", { kind: kind.label })}>
          <div className={styles.fields}>
            {asked.map(option)}
            {parts.map((part) => {
              const fields = kind.options.filter((field) => field.part === part);
              return (
                <Folded key={part} title={part} open={fields.some(isUsed)}>
                  <div className={styles.fields}>{fields.map(option)}</div>
                </Folded>
              );
            })}
            <TestResult test={test} error={failure(test.error)} />
          </div>
        </Part>
        <Part title={t("sources.tables")} text={t("sources.tablesText")}>
          <TablesPicker
            value={draft.tables}
            found={test.data?.tables}
            asking={test.isPending}
            error={wrong.tables}
            onAsk={() => test.mutate()}
            onTickAll={() => void tickAll()}
            onChange={(tables) => change({ tables })}
          />
        </Part>
      </form>
    </SettingsFrame>
  );
}
