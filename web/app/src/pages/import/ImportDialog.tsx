import "../../i18n/transfer";
import { Modal } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { type TableRef, tableTitle } from "../../api/tables";
import { ChooseFile } from "./ChooseFile";
import { ImportOutcome } from "./ImportOutcome";
import { PlaceColumns } from "./PlaceColumns";
import { useImport } from "./useImport";

export interface ImportDialogProps {
  source: TableRef;
  onClose: () => void;
}

/** A file becomes rows: it is chosen, its columns are placed, it is tried, and then imported. */
export function ImportDialog({ source, onClose }: ImportDialogProps) {
  const { t } = useTranslation();
  const work = useImport(source);
  const close = () => {
    work.cancel();
    onClose();
  };
  return (
    <Modal
      opened
      onClose={close}
      size={640}
      // A click beside it must not lose what was chosen.
      closeOnClickOutside={work.opened === null}
      title={<strong>{t("import.title", { table: tableTitle(source.table, source.settings) })}</strong>}
      closeButtonProps={{ "aria-label": t("action.close") }}
    >
      {!work.opened && <ChooseFile work={work} onClose={close} />}
      {work.opened && !work.outcome && <PlaceColumns source={source} work={work} opened={work.opened} />}
      {work.outcome && <ImportOutcome source={source} work={work} outcome={work.outcome} onClose={close} />}
    </Modal>
  );
}
