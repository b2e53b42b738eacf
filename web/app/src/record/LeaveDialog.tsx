import { Button, Modal } from "@mantine/core";
import { useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import { leaveQuestion } from "./leaveQuestion";
import styles from "./record.module.css";

/** Asks before unsaved changes are lost. Who closes it stays. */
export function LeaveDialog() {
  const { t } = useTranslation();
  const opened = useSyncExternalStore(leaveQuestion.subscribe, leaveQuestion.isOpen);
  const stay = () => leaveQuestion.answer(false);
  return (
    <Modal opened={opened} onClose={stay} title={<strong>{t("record.leave.title")}</strong>} withCloseButton={false}>
      <p className={styles.text}>{t("record.leave.text")}</p>
      <div className={styles.buttons}>
        <Button variant="default" onClick={stay}>
          {t("record.leave.stay")}
        </Button>
        <Button className={styles.danger} onClick={() => leaveQuestion.answer(true)}>
          {t("record.leave.discard")}
        </Button>
      </div>
    </Modal>
  );
}
