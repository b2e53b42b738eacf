import { useTranslation } from "react-i18next";
import { signOut } from "../api/session";
import { toastError } from "../ui/undoToast";

/** Loads the sign-in page afresh: no row, no token and no setting outlives the session in memory. */
export function loadSignIn(): void {
  window.location.hash = "/sign-in";
  window.location.reload();
}

/** Signs out and forgets everything that was read. */
export function useLeave(): () => Promise<void> {
  const { t } = useTranslation();
  return async () => {
    try {
      await signOut();
    } catch (error) {
      toastError(t("error.signOut"), error);
      return;
    }
    loadSignIn();
  };
}
