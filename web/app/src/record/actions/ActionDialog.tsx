import { Button, Modal } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { type Operation, runOperation } from "../../api/operations";
import type { TableRef } from "../../api/tables";
import type { Row } from "../../api/types";
import { nameOf } from "../../fields/relation/related";
import { toastDone } from "../../ui/undoToast";
import { RecordFields } from "../RecordFields";
import { refreshRows } from "../refreshRows";
import { useRecordForm } from "../useRecordForm";
import styles from "./actions.module.css";
import { amountText } from "./amount";
import { onceKeys } from "./onceKeys";
import { ofParameters, parameterColumns } from "./parameters";

interface ActionDialogProps {
  source: TableRef;
  /** Null for what takes none. */
  row: Row | null;
  operation: Operation;
  onClose: () => void;
}

/** Asks for the values that an action takes, says what it does, and runs it. */
export function ActionDialog({ source, row, operation, onClose }: ActionDialogProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const columns = useMemo(() => parameterColumns(source, operation), [source, operation]);
  const once = useMemo(() => onceKeys(), []);
  const form = useRecordForm({
    columns,
    base: {},
    mode: "create",
    send: async (values) => {
      await runOperation(source, operation, row, values, once(values)).catch((error: unknown) => {
        throw ofParameters(error);
      });
      void refreshRows(queries, source);
      toastDone(t("actions.done", { title: operation.title }));
      onClose();
    },
  });
  const shown = columns.map((item) => ({
    ...item,
    column: { ...item.column, comment: amountText(item, form.row, row ?? {}, t) },
  }));
  return (
    <Modal
      opened
      onClose={() => !form.saving && onClose()}
      title={
        <strong>
          {row ? t("actions.title", { title: operation.title, name: nameOf(source, row) }) : operation.title}
        </strong>
      }
      closeButtonProps={{ "aria-label": t("action.close") }}
      classNames={{ body: styles.body }}
    >
      {(operation.confirm || !row) && <p className={styles.confirm}>{operation.confirm || t("actions.ofSource")}</p>}
      <RecordFields
        columns={shown}
        form={form}
        mode="create"
        label={operation.title}
        refused={t("actions.refused")}
        focused={columns.length > 0}
        footer={
          <div className={styles.buttons}>
            <Button variant="default" onClick={onClose} disabled={form.saving}>
              {t("actions.back")}
            </Button>
            <Button type="submit" loading={form.saving}>
              {operation.title}
            </Button>
          </div>
        }
      />
    </Modal>
  );
}
