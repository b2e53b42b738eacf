import { ActionIcon, Button, Checkbox, NativeSelect, TextInput } from "@mantine/core";
import { Plus, Settings2, X } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Collection, ColumnSpec } from "../../../../api/descriptions";
import { Part } from "../../parts/Part";
import styles from "./builder.module.css";
import { ColumnDialog } from "./ColumnDialog";
import { freeName, withColumn, withColumnRenamed, withKey, withoutColumn } from "./description";
import { NameInput } from "./NameInput";
import { TYPES } from "./parts";

export interface ColumnsEditorProps {
  table: Collection;
  tables: string[];
  onChange: (change: (before: Collection) => Collection) => void;
}

/** The columns: what they are called, where their values are, and what people may write. */
export function ColumnsEditor({ table, tables, onChange }: ColumnsEditorProps) {
  const { t } = useTranslation();
  const [detailed, setDetailed] = useState<string | null>(null);
  // A column that is renamed keeps its place, and whatever has the focus in it.
  const lines = Object.keys(table.columns).map((name, at) => ({ id: `column-${at}`, name }));
  const put = (name: string, part: Partial<ColumnSpec>) =>
    onChange((before) => withColumn(before, name, { type: "text", ...before.columns[name], ...part }));
  const add = () => onChange((before) => withColumn(before, freeName("column", before.columns), { type: "text" }));
  const column = detailed === null ? undefined : table.columns[detailed];
  return (
    <Part
      title={t("builder.columns")}
      text={t("builder.columnsText")}
      action={
        <Button size="xs" variant="default" leftSection={<Plus size={14} aria-hidden />} onClick={add}>
          {t("builder.addColumn")}
        </Button>
      }
    >
      {lines.length > 0 && (
        <table className={styles.columns}>
          <thead>
            <tr>
              <th>{t("builder.key")}</th>
              <th>{t("builder.columnName")}</th>
              <th>{t("builder.path")}</th>
              <th>{t("builder.type")}</th>
              <th>{t("builder.create")}</th>
              <th>{t("builder.update")}</th>
              <th />
            </tr>
          </thead>
          <tbody>
            {lines.map(({ id, name }) => (
              <ColumnLine
                key={id}
                name={name}
                table={table}
                onPut={(part) => put(name, part)}
                onChange={onChange}
                onDetails={() => setDetailed(name)}
              />
            ))}
          </tbody>
        </table>
      )}
      {detailed !== null && column && (
        <ColumnDialog
          name={detailed}
          column={column}
          tables={tables}
          others={Object.keys(table.columns).filter((one) => one !== detailed)}
          sorts={table.sort !== undefined}
          onChange={(part) => put(detailed, part)}
          onClose={() => setDetailed(null)}
        />
      )}
    </Part>
  );
}

interface ColumnLineProps extends Pick<ColumnsEditorProps, "table" | "onChange"> {
  name: string;
  onPut: (part: Partial<ColumnSpec>) => void;
  onDetails: () => void;
}

function ColumnLine({ name, table, onPut, onChange, onDetails }: ColumnLineProps) {
  const { t } = useTranslation();
  const column = table.columns[name];
  if (!column) return null;
  return (
    <tr>
      <td>
        <input
          type="radio"
          name="key"
          aria-label={t("builder.isKey", { name })}
          checked={table.key === name}
          onChange={() => onChange((before) => withKey(before, name))}
        />
      </td>
      <td>
        <NameInput
          label={t("builder.columnNameOf", { name })}
          value={name}
          taken={table.columns}
          onChange={(to) => onChange((before) => withColumnRenamed(before, name, to))}
        />
      </td>
      <td>
        <TextInput
          size="xs"
          aria-label={t("builder.pathOf", { name })}
          classNames={{ input: styles.mono }}
          spellCheck={false}
          placeholder={name}
          value={column.path ?? ""}
          onChange={(event) => onPut({ path: event.currentTarget.value })}
        />
      </td>
      <td>
        <NativeSelect
          size="xs"
          aria-label={t("builder.typeOf", { name })}
          value={column.type}
          data={TYPES}
          onChange={(event) => onPut({ type: event.currentTarget.value })}
        />
      </td>
      {(["create", "update"] as const).map((way) => (
        <td key={way}>
          <Checkbox
            size="xs"
            aria-label={t(`builder.${way}Of`, { name })}
            disabled={!table[way]}
            checked={column[way] === true}
            onChange={(event) => onPut({ [way]: event.currentTarget.checked || undefined })}
          />
        </td>
      ))}
      <td className={styles.lineActions}>
        <ActionIcon aria-label={t("builder.detailsOf", { name })} onClick={onDetails}>
          <Settings2 size={14} aria-hidden />
        </ActionIcon>
        <ActionIcon
          aria-label={t("builder.removeColumn", { name })}
          onClick={() => onChange((before) => withoutColumn(before, name))}
        >
          <X size={14} aria-hidden />
        </ActionIcon>
      </td>
    </tr>
  );
}
