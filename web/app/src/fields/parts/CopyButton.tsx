import { ActionIcon, CopyButton as Copy } from "@mantine/core";
import { Check, Copy as CopyIcon } from "lucide-react";
import { useTranslation } from "react-i18next";

export function CopyButton({ text }: { text: string }) {
  const { t } = useTranslation();
  return (
    <Copy value={text} timeout={1500}>
      {({ copied, copy }) => (
        <ActionIcon size="sm" onClick={copy} aria-label={copied ? t("fields.copied") : t("fields.copy")}>
          {copied ? <Check size={14} aria-hidden /> : <CopyIcon size={14} aria-hidden />}
        </ActionIcon>
      )}
    </Copy>
  );
}
