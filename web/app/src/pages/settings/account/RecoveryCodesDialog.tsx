import { Button, CopyButton, Modal } from "@mantine/core";
import { useTranslation } from "react-i18next";
import dialog from "../parts/dialog.module.css";
import styles from "./account.module.css";

/** The codes for the day that the app is lost: the one time that they are told. */
export function RecoveryCodesDialog({ codes, onClose }: { codes: string[]; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Modal
      opened
      onClose={onClose}
      // A click beside it would lose the codes.
      closeOnClickOutside={false}
      title={<strong>{t("settings.secondStep.codes")}</strong>}
      closeButtonProps={{ "aria-label": t("action.close") }}
    >
      <div className={dialog.form}>
        <p className={dialog.text}>{t("settings.secondStep.codesText")}</p>
        <ol className={styles.codes}>
          {codes.map((code) => (
            <li key={code}>{code}</li>
          ))}
        </ol>
        <div className={dialog.buttons}>
          <CopyButton value={codes.join("\n")} timeout={1500}>
            {({ copied, copy }) => (
              <Button variant="default" onClick={copy}>
                {copied ? t("fields.copied") : t("fields.copy")}
              </Button>
            )}
          </CopyButton>
          <Button onClick={onClose}>{t("settings.secondStep.kept")}</Button>
        </div>
      </div>
    </Modal>
  );
}
