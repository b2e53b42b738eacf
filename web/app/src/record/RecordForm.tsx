import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { createRow, rowKey } from "../api/rows";
import { type TableRef, tableTitle } from "../api/tables";
import type { Row } from "../api/types";
import { toastDone } from "../ui/undoToast";
import { FormFooter } from "./FormFooter";
import { formColumns } from "./formColumns";
import { RecordFields } from "./RecordFields";
import { RouteGuard } from "./RouteGuard";
import { refreshRows } from "./refreshRows";
import { useLeaveGuard } from "./useLeaveGuard";
import { useRecordForm } from "./useRecordForm";

export interface RecordFormProps {
  source: TableRef;
  /** What the new row begins with: a copy, or the key of the record it belongs to. */
  initial?: Row;
  /** `key` is null where the table has none. */
  onSaved: (row: Row, key: string | null) => void;
  onCancel: () => void;
  /** Told when there is something to lose. */
  onDirty?: (dirty: boolean) => void;
}

/** Creates a row: the form is made from the table. */
export function RecordForm({ source, initial, onSaved, onCancel, onDirty }: RecordFormProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const guard = useLeaveGuard();
  const columns = useMemo(() => formColumns(source, "create"), [source]);
  const base = useMemo(() => ({ ...unanswered(source), ...initial }), [source, initial]);

  const form = useRecordForm({
    columns,
    base,
    mode: "create",
    send: async (changes) => {
      const row = await createRow(source, changes);
      guard.release();
      onDirty?.(false);
      void refreshRows(queries, source);
      toastDone(t("record.created", { table: tableTitle(source.table, source.settings) }));
      onSaved(row, rowKey(source.table, row));
    },
  });

  // The browser and the drawer around ask before this is lost.
  useEffect(() => {
    guard.setDirty(form.dirty);
    onDirty?.(form.dirty);
  }, [guard.setDirty, onDirty, form.dirty]);

  return (
    <>
      <RouteGuard guard={guard} />
      <RecordFields
        columns={columns}
        form={form}
        mode="create"
        label={t("record.newIn", { table: tableTitle(source.table, source.settings) })}
        focused
        footer={
          <FormFooter
            saveLabel={t("record.create")}
            canSave
            saving={form.saving}
            onCancel={() => guard.leave(onCancel)}
          />
        }
      />
    </>
  );
}

/** A switch always answers: where a yes or no is required, it begins with no. */
function unanswered(source: TableRef): Row {
  const required = source.table.fields.filter((column) => column.type === "boolean" && column.required);
  return Object.fromEntries(required.map((column) => [column.name, false]));
}
