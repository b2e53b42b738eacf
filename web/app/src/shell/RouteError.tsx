import { ApiError } from "@jetway/core";
import { type ErrorComponentProps, useRouter } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { ErrorState } from "../ui/ErrorState";

/** A page that broke: the menu around it goes on working. */
export function RouteError({ error, reset }: ErrorComponentProps) {
  const { t } = useTranslation();
  const router = useRouter();
  const retry = () => {
    reset();
    void router.invalidate();
  };
  const title = error instanceof ApiError ? t("error.session") : t("error.page");
  return <ErrorState title={title} error={error} onRetry={retry} />;
}
