import { ApiError } from "@jetway/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { fetchRow, rowKey, rowKeys, updateRow } from "../api/rows";
import type { TableRef } from "../api/tables";
import type { Row } from "../api/types";
import { toastDone, toastError, toastUndo } from "../ui/undoToast";
import { formerValues } from "./changes";
import { refreshRows } from "./refreshRows";

/** One stored row, and how it is changed: only what differs is sent, and it can be taken back. */
export function useRecord(source: TableRef, recordKey: string) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const query = useQuery({
    queryKey: rowKeys.row(source, recordKey),
    queryFn: ({ signal }) => fetchRow(source, recordKey, signal),
  });

  const write = async (key: string, changes: Row, before: Row): Promise<string> => {
    const saved = await updateRow(source, key, changes, before);
    const stored = { ...queries.getQueryData<Row>(rowKeys.row(source, key)), ...saved };
    const next = rowKey(source.table, stored) ?? key;
    queries.setQueryData(rowKeys.row(source, next), stored);
    void refreshRows(queries, source, new Set(next === key ? [] : [key]));
    return next;
  };

  /** Gives the key that the row has afterwards. */
  const save = async (changes: Row): Promise<string> => {
    const before = query.data ?? {};
    const former = formerValues(before, changes);
    // Refused where somebody else was faster: what they saved is shown, and saving again goes by it.
    const next = await write(recordKey, changes, before).catch(async (error: unknown) => {
      if (error instanceof ApiError && error.code === "changed_meanwhile") await query.refetch();
      throw error;
    });
    const stored = queries.getQueryData<Row>(rowKeys.row(source, next)) ?? {};
    toastUndo(t("record.saved"), () => {
      write(next, former, stored).then(
        () => toastDone(t("record.undone")),
        (error: unknown) => toastError(t("record.notUndone"), error),
      );
    });
    return next;
  };

  return { query, save };
}
