import { Copy, Trash2 } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Collection } from "../../../../api/descriptions";
import { LineMenu } from "../../parts/LineMenu";
import styles from "./builder.module.css";
import { ColumnsEditor } from "./ColumnsEditor";
import { freeName, tableNameOf } from "./description";
import { ListFields } from "./ListFields";
import { NameInput } from "./NameInput";
import { TrialPanel } from "./TrialPanel";
import type { Builder } from "./useBuilder";
import { type TrialDone, useTrial } from "./useTrial";
import { WaysEditor } from "./WaysEditor";

export interface TableEditorProps {
  builder: Builder;
  name: string;
  table: Collection;
  done: TrialDone | undefined;
  onTried: (done: TrialDone) => void;
  onRename: (name: string) => void;
  onDuplicate: () => void;
  onRemove: () => void;
}

/** What a table is called until its path is known. */
const UNNAMED = /^table(_\d+)?$/;

/** One table: how it is listed, what of the answer becomes rows and columns, and what can be changed. */
export function TableEditor({ builder, name, table, done, ...on }: TableEditorProps) {
  const { t } = useTranslation();
  const { ask, asking, error, change, pickRecords, pickColumn } = useTrial(builder, name, done, on.onTried);
  const { collections } = builder.description;
  return (
    <section className={styles.editor} aria-label={name}>
      <header className={styles.editorHead}>
        <NameInput labelled label={t("builder.tableName")} value={name} taken={collections} onChange={on.onRename} />
        <LineMenu
          label={t("builder.tableMenu", { name })}
          actions={[
            { label: t("builder.duplicate"), icon: Copy, run: on.onDuplicate },
            { label: t("builder.removeTable"), icon: Trash2, danger: true, run: on.onRemove },
          ]}
        />
      </header>
      <ListFields
        list={table.list}
        asking={asking}
        onTry={() => ask()}
        onEntered={() => {
          const { [name]: _, ...others } = collections;
          if (UNNAMED.test(name)) on.onRename(freeName(tableNameOf(table.list.path), others));
        }}
        onChange={(list) => change((before) => ({ ...before, list: { ...before.list, ...list } }))}
      />
      <TrialPanel
        table={table}
        done={done}
        asking={asking}
        error={error}
        onRecords={pickRecords}
        onColumn={pickColumn}
      />
      <ColumnsEditor table={table} tables={Object.keys(collections)} onChange={change} />
      <WaysEditor builder={builder} name={name} table={table} onChange={change} />
    </section>
  );
}
