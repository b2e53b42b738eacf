import { Button, Modal, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { deleteRow, rowKeys } from "../api/rows";
import { type TableRef, tableTitle } from "../api/tables";
import { errorText } from "../ui/errorText";
import { formatCount } from "../ui/formatters";
import { toastDone } from "../ui/undoToast";
import styles from "./record.module.css";
import { refreshRows } from "./refreshRows";
import type { RelatedTable } from "./relations";
import { useCounts } from "./useCounts";

/** From so many rows on that go along, a person must mean it. */
const MANY = 100;

interface DeleteDialogProps {
  source: TableRef;
  recordKey: string;
  name: string;
  relations: RelatedTable[];
  onClose: () => void;
  onDeleted: () => void;
}

/** Names the record and says what the database does to the rows that belong to it. */
export function DeleteDialog({ source, recordKey, name, relations, onClose, onDeleted }: DeleteDialogProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const counts = useCounts(relations);
  const [typed, setTyped] = useState("");
  const table = tableTitle(source.table, source.settings);

  const effects = relations
    .map(({ link, title }, at) => ({ link, title, count: counts[at] }))
    .filter(({ count }) => count !== 0);
  const along = effects.reduce((sum, { link, count }) => sum + (link.on_delete === "cascade" ? (count ?? 0) : 0), 0);
  const word = source.table.model;
  const meant = along <= MANY || typed.trim() === word;

  const removal = useMutation({
    mutationFn: () => deleteRow(source, recordKey),
    onSuccess: () => {
      onDeleted();
      queries.removeQueries({ queryKey: rowKeys.row(source, recordKey) });
      void refreshRows(queries, source);
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
      <p className={styles.text}>{t("record.deletion.text", { name, table })}</p>
      {effects.length > 0 && (
        <ul className={styles.effects}>
          {effects.map(({ link, title, count }) => (
            <li key={link.name} data-grave={link.on_delete === "cascade" || undefined}>
              {typeof count === "number"
                ? t(`record.deletion.${link.on_delete}`, { count, formatted: formatCount(count), title })
                : t(`record.deletion.unknown.${link.on_delete}`, { title })}
            </li>
          ))}
        </ul>
      )}
      {along > MANY && (
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
          disabled={!meant}
          loading={removal.isPending}
          onClick={() => removal.mutate()}
        >
          {t("record.delete")}
        </Button>
      </div>
    </Modal>
  );
}
