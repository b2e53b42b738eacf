import { modals } from "@mantine/modals";
import { useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import styles from "./record.module.css";

export interface LeaveGuard {
  /** Does it at once, or after asking where changes would be lost. */
  leave: (action: () => void) => void;
  setDirty: (dirty: boolean) => void;
  /** Leaving waits until this is done; nobody is asked about what it saved. */
  saving: (work: Promise<void>) => Promise<void>;
  /** What follows is meant: nobody is asked until the next change. */
  release: () => void;
  /** Whether going away loses nothing, or may: for the router. */
  mayLeave: () => Promise<boolean>;
  isDirty: () => boolean;
}

/** Asks before unsaved changes are lost. A ref, not state: the answer is wanted when something happens, not drawn. */
export function useLeaveGuard(): LeaveGuard {
  const { t } = useTranslation();
  const dirty = useRef(false);
  const running = useRef<Promise<void>>(Promise.resolve());

  return useMemo(() => {
    const ask = () =>
      new Promise<boolean>((answer) => {
        modals.openConfirmModal({
          title: t("record.leave.title"),
          children: t("record.leave.text"),
          labels: { confirm: t("record.leave.discard"), cancel: t("record.leave.stay") },
          confirmProps: { className: styles.danger },
          withCloseButton: false,
          onConfirm: () => answer(true),
          onClose: () => answer(false),
        });
      });
    const mayLeave = async () => {
      await running.current;
      if (!dirty.current) return true;
      const agreed = await ask();
      if (agreed) dirty.current = false;
      return agreed;
    };
    const setDirty = (next: boolean) => {
      dirty.current = next;
    };
    const saving = (work: Promise<void>) => {
      running.current = work.then(
        () => setDirty(false),
        () => undefined,
      );
      return work;
    };
    return {
      leave: (action: () => void) => {
        // Without changes at once: focus and animations must not wait for a promise.
        if (dirty.current) void mayLeave().then((agreed) => agreed && action());
        else action();
      },
      setDirty,
      saving,
      release: () => setDirty(false),
      mayLeave,
      isDirty: () => dirty.current,
    };
  }, [t]);
}
