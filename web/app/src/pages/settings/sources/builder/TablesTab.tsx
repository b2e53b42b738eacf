import { Button, Modal } from "@mantine/core";
import { FileJson2, Plus, Table2 } from "lucide-react";
import { type KeyboardEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { EmptyState } from "../../../../ui/EmptyState";
import styles from "./builder.module.css";
import { freeName, newTable, withoutTable, withTable, withTableRenamed } from "./description";
import { ImportStep } from "./ImportStep";
import { TableEditor } from "./TableEditor";
import { TableList } from "./TableList";
import type { Builder } from "./useBuilder";
import type { TrialDone } from "./useTrial";

/** The tables of an app, and the one that somebody works on. */
export function TablesTab({ builder }: { builder: Builder }) {
  const { t } = useTranslation();
  const { description, edit } = builder;
  const names = Object.keys(description.collections);
  const [chosen, setChosen] = useState(names[0] ?? "");
  const [importing, setImporting] = useState(false);
  const [trials, setTrials] = useState<Record<string, TrialDone>>({});
  const name = description.collections[chosen] ? chosen : (names[0] ?? "");
  const table = description.collections[name];
  const add = () => {
    const made = freeName("table", description.collections);
    edit((before) => withTable(before, made, newTable("/")));
    setChosen(made);
  };
  const rename = (to: string) => {
    edit((before) => withTableRenamed(before, name, to));
    setTrials(({ [name]: done, ...others }) => (done ? { ...others, [to]: done } : others));
    setChosen(to);
  };
  const duplicate = () => {
    if (!table) return;
    const made = freeName(name, description.collections);
    edit((before) => withTable(before, made, table));
    setChosen(made);
  };
  const actions = (
    <>
      <Button size="xs" variant="default" leftSection={<Plus size={14} aria-hidden />} onClick={add}>
        {t("builder.addTable")}
      </Button>
      <Button
        size="xs"
        variant="default"
        leftSection={<FileJson2 size={14} aria-hidden />}
        onClick={() => setImporting(true)}
      >
        {t("builder.importTables")}
      </Button>
    </>
  );
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Enter in one of many inputs is not yet "save it all"
    <div onKeyDown={keepFromSaving}>
      {table ? (
        <div className={styles.tables}>
          <TableList names={names} chosen={name} onChoose={setChosen} actions={actions} />
          <TableEditor
            key={names.indexOf(name)}
            builder={builder}
            name={name}
            table={table}
            done={trials[name]}
            onTried={(done) => setTrials((before) => ({ ...before, [name]: done }))}
            onRename={rename}
            onDuplicate={duplicate}
            onRemove={() => edit((before) => withoutTable(before, name))}
          />
        </div>
      ) : (
        <EmptyState
          icon={Table2}
          title={t("builder.noTables")}
          reason={t("builder.noTablesReason")}
          action={<div className={styles.buttons}>{actions}</div>}
        />
      )}
      {importing && (
        <Modal
          opened
          size="xl"
          onClose={() => setImporting(false)}
          title={<strong>{t("builder.importTables")}</strong>}
          closeButtonProps={{ "aria-label": t("action.close") }}
        >
          <ImportStep
            at={builder.at}
            into={description}
            onChosen={(next) => {
              edit(() => next);
              setImporting(false);
            }}
          />
        </Modal>
      )}
    </div>
  );
}

function keepFromSaving(event: KeyboardEvent): void {
  if (event.key === "Enter" && event.target instanceof HTMLInputElement) event.preventDefault();
}
