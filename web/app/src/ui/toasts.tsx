import { Button } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { i18n } from "../i18n/i18n";
import { errorText } from "./errorText";
import styles from "./toasts.module.css";

const UNDO_MS = 6000;

/** One toast at a time: the new one takes the place of the old. */
function show(message: React.ReactNode, options: { autoClose: number | false; error?: boolean }): void {
  notifications.clean();
  notifications.show({
    message,
    autoClose: options.autoClose,
    withBorder: true,
    role: options.error ? "alert" : "status",
    className: styles.toast,
    classNames: { body: styles.body, description: styles.text },
    mod: { error: options.error ?? false },
    closeButtonProps: { "aria-label": i18n.t("action.close") },
  });
}

/** With notes it stays until it is closed. */
export function toastDone(message: string, notes: string[] = []): void {
  const told = [message, ...notes].join(". ");
  show(told, { autoClose: notes.length === 0 && UNDO_MS });
}

/** Says what was done and offers to take it back for six seconds. */
export function toastUndo(message: string, onUndo: () => void): void {
  const undo = () => {
    notifications.clean();
    onUndo();
  };
  show(
    <span className={styles.line}>
      <span>{message}</span>
      <Button variant="subtle" size="compact-sm" onClick={undo}>
        {i18n.t("action.undo")}
      </Button>
    </span>,
    { autoClose: UNDO_MS },
  );
}

/** Stays until it is closed. */
export function toastError(title: string, error: unknown): void {
  const { message, reason } = errorText(error, i18n.t);
  show(
    <>
      <strong>{title}</strong>
      <br />
      {message}
      <details className={styles.reason}>
        <summary>{i18n.t("error.details")}</summary>
        <pre>{reason}</pre>
      </details>
    </>,
    { autoClose: false, error: true },
  );
}
