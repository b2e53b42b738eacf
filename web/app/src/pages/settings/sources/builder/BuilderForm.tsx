import { Button, Tabs } from "@mantine/core";
import { type FormEvent, useEffect, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Description } from "../../../../api/descriptions";
import type { Options, SourceKind, StoredDefinition } from "../../../../api/sourceChanges";
import { RouteGuard } from "../../../../record/RouteGuard";
import type { Place } from "../../../../shell/places";
import { SettingsFrame } from "../../parts/SettingsFrame";
import { SaveFailure } from "../SaveFailure";
import { wrongFields } from "../wrongFields";
import styles from "./builder.module.css";
import { ConnectionTab } from "./ConnectionTab";
import { TablesTab } from "./TablesTab";
import { TextTab } from "./TextTab";
import { useBuilder } from "./useBuilder";

export type BuilderTab = "connection" | "tables" | "text";
const TABS: BuilderTab[] = ["connection", "tables", "text"];

export interface BuilderFormProps {
  place: Place;
  kind: SourceKind;
  stored?: StoredDefinition;
  start: Description;
  /** Of a new source, what was entered before. */
  options?: Options;
  firstTab: BuilderTab;
}

/** Where the app is, which tables its answers make, and both of it as a text. */
export function BuilderForm({ place, kind, stored, start, options, firstTab }: BuilderFormProps) {
  const { t } = useTranslation();
  const id = useId();
  const builder = useBuilder(place, kind, stored, start, options);
  const [tab, setTab] = useState<string | null>(firstTab);
  const { save, test, guard, leave } = builder.form;
  const wrong = wrongFields(kind, save.error ?? test.error, t);
  const isField = Object.keys(wrong).some((one) => one !== "options/description");
  const failure = (error: unknown) => (isField ? null : error);
  useEffect(() => {
    // What is missing is asked for there.
    if (isField) setTab("connection");
  }, [isField]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!save.isPending) save.mutate({ untested: false });
  };
  const count = Object.keys(builder.description.collections).length;
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
      <form id={id} onSubmit={submit} noValidate>
        <SaveFailure error={failure(save.error)} onAnyway={() => save.mutate({ untested: true })} />
        <Tabs value={tab} onChange={setTab} classNames={{ list: styles.tabs, tab: styles.tab }}>
          <Tabs.List aria-label={t("builder.parts")}>
            {TABS.map((one) => (
              <Tabs.Tab key={one} value={one}>
                {t(`builder.tabs.${one}`)}
                {one === "tables" && count > 0 && <span className={styles.count}>{count}</span>}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          <Tabs.Panel value="connection">
            <ConnectionTab builder={builder} kind={kind} wrong={wrong} failure={failure(test.error)} />
          </Tabs.Panel>
          <Tabs.Panel value="tables">
            <TablesTab builder={builder} />
          </Tabs.Panel>
          <Tabs.Panel value="text">{tab === "text" && <TextTab builder={builder} />}</Tabs.Panel>
        </Tabs>
      </form>
    </SettingsFrame>
  );
}
