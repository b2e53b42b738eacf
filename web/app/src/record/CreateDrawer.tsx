import { ActionIcon, Drawer } from "@mantine/core";
import { X } from "lucide-react";
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { type TableRef, tableTitle } from "../api/tables";
import type { Row } from "../api/types";
import { RecordForm } from "./RecordForm";
import styles from "./record.module.css";
import { SideDrawer } from "./SideDrawer";
import { useLeaveGuard } from "./useLeaveGuard";

interface CreateDrawerProps {
  source: TableRef;
  initial: Row;
  onClose: () => void;
  onSaved: (key: string | null) => void;
}

/** A new row beside what it belongs to, or a copy of it. */
export function CreateDrawer({ source, initial, onClose, onSaved }: CreateDrawerProps) {
  const { t } = useTranslation();
  const guard = useLeaveGuard();
  const { setDirty } = guard;
  const onDirty = useCallback((dirty: boolean) => setDirty(dirty), [setDirty]);
  const close = () => guard.leave(onClose);
  return (
    <SideDrawer opened onClose={close} above>
      <header className={styles.head}>
        <Drawer.Title className={styles.title}>
          {t("record.newIn", { table: tableTitle(source.table, source.settings) })}
        </Drawer.Title>
        <span className={styles.space} />
        <ActionIcon aria-label={t("action.close")} onClick={close}>
          <X size={17} aria-hidden />
        </ActionIcon>
      </header>
      <RecordForm
        source={source}
        initial={initial}
        onSaved={(_row, key) => onSaved(key)}
        onCancel={onClose}
        onDirty={onDirty}
      />
    </SideDrawer>
  );
}
