import { Button, Modal, Skeleton, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type ChosenRows, deleteRows, fetchDeletionImpact, impactKey, onlyKey } from "../api/manyRows";
import { deleteRow } from "../api/rows";
import { type TableRef, tableTitle } from "../api/tables";
import type { Table } from "../api/types";
import { errorText } from "../ui/errorText";
import { toastDone } from "../ui/undoToast";
import { alongOf, Effects, MANY } from "./Effects";
import styles from "./record.module.css";
import { refreshRows } from "./refreshRows";
import { rowsText } from "./rowsText";

interface DeleteDialogProps {
  source: TableRef;
  rows: ChosenRows;
  /** The name of the row, where it is one; else they are told by their number. */
  name?: string;
  onClose: () => void;
  onDeleted: () => void;
}

/** Names what is deleted, and says what the database does to the rows that belong to it. */
export function DeleteDialog({ source, rows, onClose, onDeleted, ...props }: DeleteDialogProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [typed, setTyped] = useState("");
  const only = onlyKey(rows);
  const impact = useQuery({
    queryKey: impactKey(source, rows),
    queryFn: ({ signal }) => fetchDeletionImpact(source, rows, signal),
    gcTime: 0,
  });
  const effects = impact.data?.impact ?? [];
  const count = "keys" in rows ? rows.keys.size : (impact.data?.count ?? 0);
  const name = props.name ?? rowsText(count, t);
  const along = alongOf(effects);
  const affected = along + count - 1;
  const word = source.table.model;
  const meant = affected <= MANY || typed.trim() === word;

  const removal = useMutation({
    mutationFn: async () => {
      if (only === null) await deleteRows(source, rows, count);
      else await deleteRow(source, only);
    },
    onSuccess: () => {
      onDeleted();
      toastDone(t("record.deleted", { name }));
    },
    // Of an app some rows may be deleted although not all are.
    onSettled: () => void refreshRows(queries, source, "keys" in rows ? rows.keys : undefined),
  });

  return (
    <Modal
      opened
      onClose={onClose}
      title={<strong>{t("record.deletion.title", { name })}</strong>}
      closeButtonProps={{ "aria-label": t("action.close") }}
    >
      <p className={styles.text}>
        {t("record.deletion.text", { name, table: tableTitle(source.table, source.settings), count })}{" "}
        {t(`record.deletion.${undoOf(source.table, along)}`, { count })}
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
          disabled={!meant || impact.isPending || count === 0}
          loading={removal.isPending}
          onClick={() => removal.mutate()}
        >
          {t("record.delete")}
        </Button>
      </div>
    </Modal>
  );
}

/** What can be taken back of it: the history keeps rows, but not those that the database deletes along. */
function undoOf({ has_history, verbs }: Table, along: number): "final" | "kept" | "keptAlone" {
  if (!has_history || !verbs.includes("create")) return "final";
  return along > 0 ? "keptAlone" : "kept";
}
