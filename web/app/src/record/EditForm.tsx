import { useEffect, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { type TableRef, tableTitle } from "../api/tables";
import type { Row } from "../api/types";
import { FormFooter } from "./FormFooter";
import { formColumns } from "./formColumns";
import { RecordFields } from "./RecordFields";
import type { LeaveGuard } from "./useLeaveGuard";
import { useRecordForm } from "./useRecordForm";

interface EditFormProps {
  source: TableRef;
  row: Row;
  guard: LeaveGuard;
  focused: boolean;
  save: (changes: Row) => Promise<void>;
  /** What Cancel does when there is nothing to put back; without it Cancel is only there when there is. */
  onClose?: () => void;
}

export function EditForm({ source, row, guard, focused, save, onClose }: EditFormProps) {
  const { t } = useTranslation();
  const columns = useMemo(() => formColumns(source, "edit"), [source]);
  const form = useRecordForm({ columns, base: row, mode: "edit", send: (changes) => guard.saving(save(changes)) });
  const editable = columns.some((item) => !item.locked);

  // The router and the drawer around ask before this is lost.
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was typed during a save is left when it ends
  useEffect(() => guard.setDirty(form.dirty), [guard, form.dirty, form.saving]);

  const footer = editable && (onClose || form.dirty) && (
    <FormFooter
      saveLabel={t("action.save")}
      canSave={form.dirty}
      saving={form.saving}
      cancelLabel={form.dirty ? t("record.discard") : undefined}
      onCancel={() => (form.dirty ? form.reset() : onClose?.())}
    />
  );
  return (
    <RecordFields
      columns={columns}
      form={form}
      mode="edit"
      label={tableTitle(source.table, source.settings)}
      focused={focused && editable}
      footer={footer}
    />
  );
}
