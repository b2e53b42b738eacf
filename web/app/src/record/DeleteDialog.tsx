import { Button, Modal, Skeleton, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { deleteRow, deleteRows, fetchImpact, fetchManyImpact, rowKeys } from "../api/rows";
import { type TableRef, tableTitle } from "../api/tables";
import { errorText } from "../ui/errorText";
import { toastDone } from "../ui/undoToast";
import { alongOf, Effects, MANY } from "./Effects";
import styles from "./record.module.css";
import { refreshRows } from "./refreshRows";

interface DeleteDialogProps {
  source: TableRef;
  keys: ReadonlySet<string>;
  /** What stands for the rows: the name of the one, or how many there are. */
  name: string;
  onClose: () => void;
  onDeleted: () => void;
}

/** Names what is deleted, and says what the database does to the rows that belong to it. */
export function DeleteDialog({ source, keys, name, onClose, onDeleted }: DeleteDialogProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [typed, setTyped] = useState("");
  const [only] = keys.size === 1 ? keys : [undefined];
  const impact = useQuery({
    queryKey: rowKeys.impact(source, keys),
    queryFn: async ({ signal }) =>
      only === undefined ? (await fetchManyImpact(source, keys, signal)).impact : fetchImpact(source, only, signal),
    gcTime: 0,
  });
  const effects = impact.data ?? [];
  const affected = alongOf(effects) + keys.size - 1;
  const word = source.table.model;
  const meant = affected <= MANY || typed.trim() === word;

  const removal = useMutation({
    mutationFn: async () => {
      if (only === undefined) await deleteRows(source, keys);
      else await deleteRow(source, only);
    },
    onSuccess: () => {
      onDeleted();
      void refreshRows(queries, source, keys);
      toastDone(t("record.deleted", { name }));
    },
  });

  return (
    <Modal
      opened
      onClose={onClose}
      title={<strong>{t("record.deletion.title", { name })}</strong>}
      closeButtonProps={{ "aria-label": t("action.close") }}
    >
      <p className={styles.text}>
        {t("record.deletion.text", { name, table: tableTitle(source.table, source.settings), count: keys.size })}
      </p>
      {impact.isPending && <Skeleton height={20} aria-label={t("record.deletion.counting")} />}
      {impact.isError && (
        <p className={styles.refusal} role="alert">
          {t("record.deletion.unknown", { reason: errorText(impact.error, t).message })}
        </p>
      )}
      <Effects source={source} effects={effects} />
      {affected > MANY && (
        <TextInput
          mt="md"
          label={t("record.deletion.type", { word })}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          autoComplete="off"
        />
      )}
      {removal.isError && (
        <p className={styles.refusal} role="alert">
          {errorText(removal.error, t).message}
        </p>
      )}
      <div className={styles.buttons}>
        <Button variant="default" onClick={onClose} data-autofocus>
          {t("action.cancel")}
        </Button>
        <Button
          className={styles.danger}
          disabled={!meant || impact.isPending}
          loading={removal.isPending}
          onClick={() => removal.mutate()}
        >
          {t("record.delete")}
        </Button>
      </div>
    </Modal>
  );
}
