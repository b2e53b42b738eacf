import "../../i18n/transfer";
import { Button, Modal, Radio, SegmentedControl, Stack } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { EXPORT_FORMATS, type ExportFormat, type ExportProgress, exportRows } from "../../api/exports";
import type { ListView } from "../../api/rows";
import { type TableRef, tableTitle } from "../../api/tables";
import type { ColumnState } from "../../grid/columnState";
import { saveFile } from "../../lib/saveFile";
import { toastDone } from "../../ui/undoToast";
import { FormFailure } from "../FormFailure";
import dialog from "../settings/parts/dialog.module.css";
import { ExportLine } from "./ExportLine";
import { shownPaths } from "./shownPaths";

export interface ExportDialogProps {
  source: TableRef;
  view: ListView;
  columnState: ColumnState;
  columnNames: string[];
  onClose: () => void;
}

const START: ExportProgress = { bytes: 0, rows: null, expected: null };

/** The rows that the list shows, every one of them, as a file. */
export function ExportDialog({ source, view, columnState, columnNames, onClose }: ExportDialogProps) {
  const { t } = useTranslation();
  const formatId = useId();
  const [format, setFormat] = useState<ExportFormat>("csv");
  const [columns, setColumns] = useState("shown");
  const [progress, setProgress] = useState(START);
  const abort = useRef<AbortController>(null);
  const narrowed = view.filters.length > 0 || view.search.trim() !== "";

  const download = useMutation({
    mutationFn: () => {
      setProgress(START);
      abort.current = new AbortController();
      const paths = columns === "shown" ? shownPaths(source, columnState, columnNames) : null;
      return exportRows(source, view, { format, columns: paths }, setProgress, abort.current.signal);
    },
    onSuccess: ({ name, content }) => {
      saveFile(name, content);
      toastDone(t("export.done", { name }));
      onClose();
    },
  });
  const cancelled = download.isError && abort.current?.signal.aborted;
  const close = () => {
    abort.current?.abort();
    onClose();
  };

  return (
    <Modal
      opened
      onClose={close}
      title={<strong>{t("export.title", { table: tableTitle(source.table, source.settings) })}</strong>}
      closeButtonProps={{ "aria-label": t("action.close") }}
    >
      <div className={dialog.form}>
        <p className={dialog.text}>{t(narrowed ? "export.narrowed" : "export.whole")}</p>
        <div>
          <span id={formatId} className={dialog.label}>
            {t("export.format")}
          </span>
          <SegmentedControl
            fullWidth
            aria-labelledby={formatId}
            disabled={download.isPending}
            value={format}
            onChange={(value) => setFormat(value as ExportFormat)}
            data={EXPORT_FORMATS.map((value) => ({ value, label: t(`export.formats.${value}`) }))}
          />
        </div>
        <Radio.Group label={t("export.columns")} value={columns} onChange={setColumns}>
          <Stack gap={6} mt={6}>
            {["shown", "all"].map((value) => (
              <Radio key={value} value={value} label={t(`export.${value}`)} disabled={download.isPending} />
            ))}
          </Stack>
        </Radio.Group>
        {source.table.fields.some(({ type }) => type === "timestamptz") && (
          <p className={dialog.text}>{t("export.utc")}</p>
        )}
        {download.isPending && <ExportLine progress={progress} />}
        {!cancelled && <FormFailure error={download.error} />}
        <div className={dialog.buttons}>
          <Button variant="default" onClick={download.isPending ? () => abort.current?.abort() : close}>
            {t("action.cancel")}
          </Button>
          <Button loading={download.isPending} onClick={() => download.mutate()} data-autofocus>
            {t(download.isError && !cancelled ? "action.retry" : "export.start")}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
