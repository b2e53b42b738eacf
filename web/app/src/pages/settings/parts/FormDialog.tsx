import { Button, Modal } from "@mantine/core";
import type { FormEvent, ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { FormFailure } from "../../FormFailure";
import styles from "./dialog.module.css";

export interface FormDialogProps {
  title: string;
  text?: ReactNode;
  /** What the button says. */
  submit: string;
  /** Whether enough is filled in. */
  ready?: boolean;
  busy: boolean;
  danger?: boolean;
  error: unknown;
  onSubmit: () => void;
  onClose: () => void;
  children?: ReactNode;
}

/** A question in the middle of the page, answered with Enter or put away with Escape. */
export function FormDialog(props: FormDialogProps) {
  const { t } = useTranslation();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    // A form inside a portal would submit the forms around it too.
    event.stopPropagation();
    if (props.ready !== false && !props.busy) props.onSubmit();
  };
  return (
    <Modal
      opened
      onClose={props.onClose}
      title={<strong>{props.title}</strong>}
      closeButtonProps={{ "aria-label": t("action.close") }}
    >
      <form className={styles.form} onSubmit={submit} noValidate>
        {props.text && <div className={styles.text}>{props.text}</div>}
        {props.children}
        <FormFailure error={props.error} />
        <div className={styles.buttons}>
          <Button variant="default" onClick={props.onClose}>
            {t("action.cancel")}
          </Button>
          <Button
            type="submit"
            className={props.danger ? styles.danger : undefined}
            disabled={props.ready === false}
            loading={props.busy}
          >
            {props.submit}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
