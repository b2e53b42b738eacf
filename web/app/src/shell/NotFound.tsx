import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { MapPinOff } from "lucide-react";
import { useTranslation } from "react-i18next";
import { EmptyState } from "../ui/EmptyState";

export function NotFound() {
  const { t } = useTranslation();
  return (
    <EmptyState
      icon={MapPinOff}
      title={t("notFound.title")}
      reason={t("notFound.reason")}
      action={
        <Button component={Link} to="/" variant="default" size="xs">
          {t("notFound.home")}
        </Button>
      }
    />
  );
}
