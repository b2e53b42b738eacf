import "../../i18n/history";
import "../../i18n/many";
import { Modal } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type ChosenRows, changeRows, countChange } from "../../api/manyRows";
import type { TableRef } from "../../api/tables";
import { toastDone } from "../../ui/undoToast";
import { refreshRows } from "../refreshRows";
import { rowsText } from "../rowsText";
import { ChangeForm } from "./ChangeForm";
import { ConfirmChange } from "./ConfirmChange";
import { type ColumnChange, valuesOf } from "./change";

interface ChangeDialogProps {
  source: TableRef;
  rows: ChosenRows;
  onClose: () => void;
  onChanged: () => void;
}

/** The same values for many rows: chosen, counted, and only then written. */
export function ChangeDialog({ source, rows, onClose, onChanged }: ChangeDialogProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [changes, setChanges] = useState<ColumnChange[]>([]);
  const values = valuesOf(changes);
  const counting = useMutation({ mutationFn: () => countChange(source, rows, values) });
  const writing = useMutation({
    mutationFn: (count: number) => changeRows(source, rows, values, count),
    onSuccess: ({ count }) => {
      toastDone(t("many.changed", { rows: rowsText(count, t) }));
      onChanged();
    },
    // Of an app some rows may be changed although not all are.
    onSettled: () => void refreshRows(queries, source),
  });
  const back = () => {
    counting.reset();
    writing.reset();
  };
  const counted = counting.data;
  const ticked = "keys" in rows ? rows.keys.size : 0;
  return (
    <Modal
      opened
      onClose={onClose}
      size={520}
      // A click beside it must not lose what was chosen.
      closeOnClickOutside={changes.length === 0}
      title={<strong>{t("many.title", { rows: rowsText(counted ?? ticked, t) })}</strong>}
      closeButtonProps={{ "aria-label": t("action.close") }}
    >
      {counted === undefined ? (
        <ChangeForm
          source={source}
          changes={changes}
          onChanges={setChanges}
          counting={counting.isPending}
          error={counting.error}
          onCancel={onClose}
          onReady={() => counting.mutate()}
        />
      ) : (
        <ConfirmChange
          source={source}
          values={values}
          count={counted}
          writing={writing.isPending}
          error={writing.error}
          onBack={back}
          onWrite={() => writing.mutate(counted)}
        />
      )}
    </Modal>
  );
}
