import { UnstyledButton } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Value } from "../api/types";
import styles from "./form.module.css";
import type { FormColumn } from "./formColumns";
import type { Mode } from "./shape";
import type { RecordFormState } from "./useRecordForm";

interface FieldChoicesProps {
  item: FormColumn;
  value: Value | undefined;
  form: RecordFormState;
  mode: Mode;
}

/** What typing cannot say: no value rather than an empty text, the database's own value rather than none. */
export function FieldChoices({ item, value, form, mode }: FieldChoicesProps) {
  const { t } = useTranslation();
  const { name, column, field, context } = item;
  const choices: { label: string; choose: () => void }[] = [];
  if (mode === "create" && column.default && value !== undefined) {
    choices.push({ label: t("record.useDefault"), choose: () => form.unset(name) });
  }
  if (column.nullable && field.emptyIsValue) {
    const settable = value !== null && (mode === "edit" || value !== undefined);
    if (settable) choices.push({ label: t("record.setNull"), choose: () => form.set({ [name]: null }) });
    if (value === null) choices.push({ label: t("record.setEmpty"), choose: () => form.set({ [name]: "" }) });
  }
  return choices.map(({ label, choose }) => (
    <UnstyledButton key={label} className={styles.choice} onClick={choose} aria-label={`${context.title}: ${label}`}>
      {label}
    </UnstyledButton>
  ));
}
