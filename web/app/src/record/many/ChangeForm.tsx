import { Button, NativeSelect } from "@mantine/core";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { TableRef } from "../../api/tables";
import record from "../record.module.css";
import { ChangeLine } from "./ChangeLine";
import { beginning, type ColumnChange, changeableColumns, findingIn } from "./change";
import styles from "./many.module.css";
import { Refusal } from "./Refusal";

interface ChangeFormProps {
  source: TableRef;
  changes: ColumnChange[];
  onChanges: (changes: ColumnChange[]) => void;
  counting: boolean;
  error: unknown;
  onCancel: () => void;
  onReady: () => void;
}

/** Which columns change, a line each, and to what. */
export function ChangeForm({ source, changes, onChanges, counting, error, onCancel, onReady }: ChangeFormProps) {
  const { t } = useTranslation();
  const columns = useMemo(() => changeableColumns(source), [source]);
  const lines = changes.flatMap((change) => {
    const item = columns.find(({ name }) => name === change.column);
    return item ? [{ change, item }] : [];
  });
  const left = columns.filter(({ name }) => changes.every(({ column }) => column !== name));
  const ready = lines.length > 0 && lines.every(({ change, item }) => findingIn(item, change) === null);
  const choose = t(lines.length > 0 ? "many.another" : "many.choose");
  const add = (name: string) => {
    const item = columns.find((one) => one.name === name);
    if (item) onChanges([...changes, beginning(item)]);
  };
  return (
    <>
      <p className={record.text}>{t("many.text")}</p>
      {lines.length > 0 && (
        <ul className={styles.lines}>
          {lines.map(({ change, item }, at) => (
            <ChangeLine
              key={change.column}
              item={item}
              change={change}
              onChange={(next) => onChanges(changes.with(at, next))}
              onRemove={() => onChanges(changes.toSpliced(at, 1))}
            />
          ))}
        </ul>
      )}
      {left.length > 0 && (
        <NativeSelect
          mt="md"
          aria-label={choose}
          value=""
          onChange={(event) => add(event.currentTarget.value)}
          data={[
            { value: "", label: choose },
            ...left.map(({ name, context }) => ({ value: name, label: context.title })),
          ]}
        />
      )}
      <Refusal error={error} />
      <div className={record.buttons}>
        <Button variant="default" onClick={onCancel}>
          {t("action.cancel")}
        </Button>
        <Button disabled={!ready} loading={counting} onClick={onReady}>
          {t("many.continue")}
        </Button>
      </div>
    </>
  );
}
