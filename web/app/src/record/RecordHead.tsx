import { ActionIcon, Menu, Tooltip } from "@mantine/core";
import { useClipboard } from "@mantine/hooks";
import { ChevronDown, ChevronUp, Copy, Ellipsis, Link2, Maximize2, Trash2, X } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { keyText } from "../api/rows";
import { toastDone } from "../ui/undoToast";
import styles from "./record.module.css";

interface RecordHeadProps {
  title: ReactNode;
  recordKey: string;
  address: string;
  /** What its source does with it. */
  actions?: ReactNode;
  onOpenPage?: () => void;
  onStep?: (step: 1 | -1) => void;
  onDuplicate?: () => void;
  onDelete?: () => void;
  onClose?: () => void;
}

/** Which record this is, and what can be done with it as a whole. */
export function RecordHead(props: RecordHeadProps) {
  const { title, recordKey, address, actions, onOpenPage, onStep, onDuplicate, onDelete, onClose } = props;
  const { t } = useTranslation();
  const clipboard = useClipboard();
  const copyLink = () => {
    clipboard.copy(new URL(address, window.location.origin).href);
    toastDone(t("record.linkCopied"));
  };
  return (
    <header className={styles.head}>
      {title}
      <span className={styles.key}>#{keyText(recordKey)}</span>
      {onOpenPage && (
        <Tool label={t("record.openPage")} icon={<Maximize2 size={14} aria-hidden />} onClick={onOpenPage} />
      )}
      <span className={styles.space} />
      {onStep && (
        <>
          <Tool label={t("record.previous")} icon={<ChevronUp size={16} aria-hidden />} onClick={() => onStep(-1)} />
          <Tool label={t("record.next")} icon={<ChevronDown size={16} aria-hidden />} onClick={() => onStep(1)} />
        </>
      )}
      {actions}
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <ActionIcon aria-label={t("record.more")}>
            <Ellipsis size={16} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<Link2 size={14} aria-hidden />} onClick={copyLink}>
            {t("record.copyLink")}
          </Menu.Item>
          {onDuplicate && (
            <Menu.Item leftSection={<Copy size={14} aria-hidden />} onClick={onDuplicate}>
              {t("record.duplicate")}
            </Menu.Item>
          )}
          {onDelete && (
            <Menu.Item className={styles.grave} leftSection={<Trash2 size={14} aria-hidden />} onClick={onDelete}>
              {t("record.delete")}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      {onClose && <Tool label={t("action.close")} icon={<X size={17} aria-hidden />} onClick={onClose} />}
    </header>
  );
}

function Tool({ label, icon, onClick }: { label: string; icon: ReactNode; onClick: () => void }) {
  return (
    <Tooltip label={label}>
      <ActionIcon aria-label={label} onClick={onClick}>
        {icon}
      </ActionIcon>
    </Tooltip>
  );
}
