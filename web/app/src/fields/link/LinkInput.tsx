import { ExternalLink } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { InputProps } from "../field";
import { DraftInput } from "../parts/DraftInput";
import { plainText } from "../plainText";
import { linkTarget } from "./link";
import styles from "./link.module.css";

export function LinkInput(props: InputProps) {
  const { t } = useTranslation();
  const target = linkTarget(plainText(props.value));
  const open = target && !props.inline && (
    <a
      className={styles.open}
      href={target}
      target="_blank"
      rel="noopener noreferrer"
      aria-label={t("fields.link.open")}
    >
      <ExternalLink size={14} aria-hidden />
    </a>
  );
  return (
    <DraftInput
      {...props}
      show={plainText}
      parse={(text) => ({ value: text })}
      inputMode="url"
      right={open || undefined}
    />
  );
}
