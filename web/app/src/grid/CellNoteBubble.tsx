import { CloseButton, Popover } from "@mantine/core";
import { CircleAlert, Lock } from "lucide-react";
import { useTranslation } from "react-i18next";
import styles from "./CellNoteBubble.module.css";
import type { CellNote } from "./cellProblems";

interface CellNoteBubbleProps {
  id: string;
  note: CellNote;
  onDismiss: () => void;
}

/** Why a value was refused, or why the cell cannot be edited; it stays until it is dismissed. */
export function CellNoteBubble({ id, note, onDismiss }: CellNoteBubbleProps) {
  const { t } = useTranslation();
  const Icon = note.tone === "problem" ? CircleAlert : Lock;
  return (
    <Popover opened position="bottom-start" offset={3} withinPortal trapFocus={false} withRoles={false} shadow="md">
      <Popover.Target>
        <span className={styles.anchor} />
      </Popover.Target>
      <Popover.Dropdown className={styles.bubble} data-tone={note.tone}>
        <Icon size={14} className={styles.icon} aria-hidden />
        <span id={id} role={note.tone === "problem" ? "alert" : "status"} className={styles.text}>
          {note.text}
        </span>
        <CloseButton size="xs" aria-label={t("grid.note.dismiss")} onClick={onDismiss} />
      </Popover.Dropdown>
    </Popover>
  );
}
