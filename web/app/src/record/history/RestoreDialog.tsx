import { Button, Modal } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { restore } from "../../api/history";
import { rowKey } from "../../api/rows";
import { type TableRef, tableTitle } from "../../api/tables";
import { contextFor } from "../../fields/registry";
import { nameOf } from "../../fields/relation/related";
import { own } from "../../lib/own";
import { errorText } from "../../ui/errorText";
import { toastDone } from "../../ui/undoToast";
import record from "../record.module.css";
import { refreshRows } from "../refreshRows";
import { Changes } from "./Changes";
import type { Restoring } from "./restorable";

interface RestoreDialogProps {
  source: TableRef;
  restoring: Restoring;
  onClose: () => void;
  onRestored?: (key: string) => void;
}

/** Shows what is written before it is written. */
export function RestoreDialog({ source, restoring, onClose, onRestored }: RestoreDialogProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const { event, column } = restoring;
  const { from } = event;
  const deleted = event.action === "delete";
  const name = deleted && from ? nameOf(source, from) : "";
  const kind = deleted ? "deleted" : column === null ? "row" : "field";
  const written = column === null ? from : { [column]: own(from, column) ?? null };

  const restoration = useMutation({
    mutationFn: () => restore(source, event, column),
    onSuccess: (row) => {
      onClose();
      toastDone(deleted ? t("history.deletedRestored", { name }) : t("history.restored"));
      void refreshRows(queries, source);
      const key = rowKey(source.table, row);
      if (key !== null) onRestored?.(key);
    },
  });

  return (
    <Modal
      opened
      onClose={onClose}
      title={
        <strong>
          {t(`history.confirm.${kind}`, { name, column: column === null ? "" : contextFor(source, column).title })}
        </strong>
      }
      closeButtonProps={{ "aria-label": t("action.close") }}
    >
      <p className={record.text}>
        {t(deleted ? "history.confirm.deletedText" : "history.confirm.text", {
          table: tableTitle(source.table, source.settings),
        })}
      </p>
      <Changes source={source} event={{ to: written }} />
      {restoration.isError && (
        <p className={record.refusal} role="alert">
          {errorText(restoration.error, t).message}
        </p>
      )}
      <div className={record.buttons}>
        <Button variant="default" onClick={onClose}>
          {t("action.cancel")}
        </Button>
        <Button data-autofocus loading={restoration.isPending} onClick={() => restoration.mutate()}>
          {t("history.restore")}
        </Button>
      </div>
    </Modal>
  );
}
