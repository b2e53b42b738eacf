import { Modal } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { type TableRef, tableTitle } from "../../api/tables";
import { HistoryList } from "../../record/history/HistoryList";

/** The rows that were deleted from the table, newest first, to be restored. */
export function DeletedRows({ source, onClose }: { source: TableRef; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Modal
      opened
      onClose={onClose}
      size={620}
      title={<strong>{t("table.deletedFrom", { table: tableTitle(source.table, source.settings) })}</strong>}
      closeButtonProps={{ "aria-label": t("action.close") }}
    >
      <HistoryList source={source} recordKey={null} row={null} />
    </Modal>
  );
}
