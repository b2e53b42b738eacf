import { TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { SourceKind } from "../../../../api/sourceChanges";
import { Folded } from "../../parts/Folded";
import { Part } from "../../parts/Part";
import { NameFields } from "../NameFields";
import { TablesPicker } from "../TablesPicker";
import { TestResult } from "../TestResult";
import { AuthFields } from "./AuthFields";
import styles from "./builder.module.css";
import { LimitFields } from "./LimitFields";
import { PairsInput } from "./PairsInput";
import type { Builder } from "./useBuilder";

export interface ConnectionTabProps {
  builder: Builder;
  kind: SourceKind;
  wrong: Record<string, string>;
  /** What is wrong that no field says. */
  failure: unknown;
}

/** What the source is called, where the app is, how it knows who asks, and how much it may be asked. */
export function ConnectionTab({ builder, kind, wrong, failure }: ConnectionTabProps) {
  const { t } = useTranslation();
  const { form, description, edit, stored } = builder;
  const { check } = description;
  const text = (name: "address" | "message" | "once") => ({
    label: t(`builder.${name}`),
    description: t(`builder.${name}Hint`),
    spellCheck: false,
    autoComplete: "off",
    value: description[name] ?? "",
    onChange: (event: { currentTarget: { value: string } }) => {
      const value = event.currentTarget.value;
      edit((before) => ({ ...before, [name]: value }));
    },
  });
  return (
    <>
      <NameFields
        draft={form.draft}
        name={form.name}
        fixed={stored !== undefined}
        wrong={wrong}
        onChange={form.change}
      />
      <Part title={t("builder.where")}>
        <div className={styles.fields}>
          <TextInput {...text("address")} withAsterisk classNames={{ input: styles.mono }} />
          <AuthFields builder={builder} kind={kind} wrong={wrong} />
          <PairsInput
            label={t("builder.headers")}
            hint={t("builder.headersHint")}
            value={description.headers ?? {}}
            onChange={(headers) => edit((before) => ({ ...before, headers }))}
          />
          <Folded title={t("builder.more")}>
            <div className={styles.fields}>
              <TextInput
                label={t("builder.check")}
                description={t("builder.checkHint")}
                classNames={{ input: styles.mono }}
                spellCheck={false}
                value={typeof check === "string" ? check : check.path}
                onChange={(event) => {
                  const path = event.currentTarget.value;
                  edit((before) => ({ ...before, check: typeof check === "string" ? path : { ...check, path } }));
                }}
              />
              <TextInput {...text("message")} classNames={{ input: styles.mono }} />
              <TextInput {...text("once")} classNames={{ input: styles.mono }} />
              <LimitFields
                value={description.limits ?? {}}
                onChange={(limits) => edit((before) => ({ ...before, limits }))}
              />
            </div>
          </Folded>
          <TestResult test={form.test} error={failure} />
        </div>
      </Part>
      {form.draft.tables !== "all" && (
        <Part title={t("sources.tables")} text={t("sources.tablesText")}>
          <TablesPicker
            value={form.draft.tables}
            found={Object.keys(description.collections)}
            asking={false}
            error={wrong.tables}
            onAsk={() => undefined}
            onTickAll={() => form.change({ tables: Object.keys(description.collections) })}
            onChange={(tables) => form.change({ tables })}
          />
        </Part>
      )}
    </>
  );
}
