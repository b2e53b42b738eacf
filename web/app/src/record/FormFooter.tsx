import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { modifierKey } from "../shell/platform";
import styles from "./form.module.css";

interface FormFooterProps {
  saveLabel: string;
  canSave: boolean;
  saving: boolean;
  onCancel: () => void;
  cancelLabel?: string;
}

export function FormFooter({ saveLabel, canSave, saving, onCancel, cancelLabel }: FormFooterProps) {
  const { t } = useTranslation();
  return (
    <footer className={styles.footer}>
      <Button variant="default" onClick={onCancel} disabled={saving}>
        {cancelLabel ?? t("action.cancel")}
      </Button>
      <Button
        type="submit"
        disabled={!canSave}
        loading={saving}
        rightSection={
          <kbd className={styles.keys} aria-hidden>
            {modifierKey}S
          </kbd>
        }
      >
        {saveLabel}
      </Button>
    </footer>
  );
}
