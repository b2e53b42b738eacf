import { IMPORT_ENDINGS } from "@jetway/core";
import { Button, FileButton } from "@mantine/core";
import { FileUp } from "lucide-react";
import { type DragEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { isImported } from "../../api/imports";
import { EmptyState } from "../../ui/EmptyState";
import { FormFailure } from "../FormFailure";
import dialog from "../settings/parts/dialog.module.css";
import styles from "./import.module.css";
import type { ImportWork } from "./useImport";

/** A place to drop the file, and a button for those who would rather look for it. */
export function ChooseFile({ work, onClose }: { work: ImportWork; onClose: () => void }) {
  const { t } = useTranslation();
  const [over, setOver] = useState(false);
  const [unknown, setUnknown] = useState<string | null>(null);
  const take = (file: File | null | undefined) => {
    if (!file) return;
    const known = isImported(file.name);
    setUnknown(known ? null : file.name);
    if (known) work.open(file);
  };
  const drag = (event: DragEvent, entered: boolean) => {
    event.preventDefault();
    setOver(entered);
  };
  return (
    <div className={dialog.form}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the button inside does the same by keyboard */}
      <div
        className={styles.drop}
        data-over={over || undefined}
        onDragOver={(event) => drag(event, true)}
        onDragLeave={(event) => drag(event, false)}
        onDrop={(event) => {
          drag(event, false);
          take(event.dataTransfer.files[0]);
        }}
      >
        <EmptyState
          icon={FileUp}
          title={t("import.drop")}
          reason={t("import.kinds")}
          action={
            <FileButton
              onChange={take}
              accept={IMPORT_ENDINGS.join(",")}
              inputProps={{ "aria-label": t("import.choose") }}
            >
              {(props) => (
                <Button {...props} loading={work.opening} data-autofocus>
                  {t("import.choose")}
                </Button>
              )}
            </FileButton>
          }
        />
      </div>
      {unknown !== null && (
        <p className={styles.problem} role="alert">
          {t("import.unknownKind", { name: unknown })}
        </p>
      )}
      {unknown === null && <FormFailure error={work.error} />}
      <div className={dialog.buttons}>
        <Button variant="default" onClick={onClose}>
          {t("action.cancel")}
        </Button>
      </div>
    </div>
  );
}
