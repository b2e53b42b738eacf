import { Button, Modal, NativeSelect, Switch, TagsInput, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { ColumnSpec } from "../../../../api/descriptions";
import styles from "./builder.module.css";
import { PairsInput } from "./PairsInput";

export interface ColumnDialogProps {
  name: string;
  column: ColumnSpec;
  tables: string[];
  /** The other columns. */
  others: string[];
  /** Whether the table says how it is sorted. */
  sorts: boolean;
  onChange: (part: Partial<ColumnSpec>) => void;
  onClose: () => void;
}

/** What is rarely said of a column. */
export function ColumnDialog({ name, column, tables, others, sorts, onChange, onClose }: ColumnDialogProps) {
  const { t } = useTranslation();
  const text = (part: "comment" | "sent" | "sort") => ({
    label: t(`builder.column.${part}`),
    description: t(`builder.column.${part}Hint`),
    value: column[part] ?? "",
    onChange: (event: { currentTarget: { value: string } }) => onChange({ [part]: event.currentTarget.value }),
  });
  return (
    <Modal
      opened
      onClose={onClose}
      title={<strong>{name}</strong>}
      closeButtonProps={{ "aria-label": t("action.close") }}
    >
      <div className={styles.fields}>
        <TextInput {...text("comment")} />
        {(["create", "update", "required"] as const).map((part) => (
          <Switch
            key={part}
            label={t(`builder.column.${part}`)}
            checked={column[part] === true}
            onChange={(event) => onChange({ [part]: event.currentTarget.checked || undefined })}
          />
        ))}
        {column.type === "enum" && (
          <TagsInput
            label={t("builder.column.options")}
            value={column.options ?? []}
            onChange={(options) => onChange({ options })}
          />
        )}
        {(column.type === "integer" || column.money) && (
          <NativeSelect
            label={t("builder.column.money")}
            description={t("builder.column.moneyHint")}
            value={column.money ?? ""}
            data={[{ value: "", label: t("builder.column.moneyNone") }, ...others]}
            onChange={(event) => onChange({ money: event.currentTarget.value })}
          />
        )}
        {column.type.startsWith("timestamp") && (
          <NativeSelect
            label={t("builder.column.format")}
            value={column.format ?? ""}
            data={["", "unix", "rfc2822"].map((value) => ({ value, label: t(`builder.formats.${value || "iso"}`) }))}
            onChange={(event) => onChange({ format: event.currentTarget.value })}
          />
        )}
        <NativeSelect
          label={t("builder.column.refers")}
          description={t("builder.column.refersHint")}
          value={column.refers ?? ""}
          data={[{ value: "", label: t("builder.column.refersNone") }, ...tables]}
          onChange={(event) => onChange({ refers: event.currentTarget.value })}
        />
        <TextInput {...text("sent")} classNames={{ input: styles.mono }} />
        {sorts && <TextInput {...text("sort")} classNames={{ input: styles.mono }} />}
        <PairsInput
          label={t("builder.column.filters")}
          hint={t("builder.column.filtersHint")}
          value={column.filters ?? {}}
          onChange={(filters) => onChange({ filters })}
        />
        <div className={styles.buttons}>
          <Button onClick={onClose}>{t("builder.done")}</Button>
        </div>
      </div>
    </Modal>
  );
}
