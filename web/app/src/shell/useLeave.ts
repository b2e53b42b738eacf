import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { sessionKey, signOut } from "../api/session";
import { toastError } from "../ui/undoToast";
import { queryClient } from "./queryClient";

/** Signs out and forgets every row that was read. */
export function useLeave(): () => Promise<void> {
  const { t } = useTranslation();
  const navigate = useNavigate();
  return async () => {
    try {
      await signOut();
    } catch (error) {
      toastError(t("error.signOut"), error);
      return;
    }
    queryClient.clear();
    queryClient.setQueryData(sessionKey, { state: "signed_out" });
    await navigate({ to: "/sign-in", search: {} });
  };
}
