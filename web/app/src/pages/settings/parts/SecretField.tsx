import { Button, CopyButton, TextInput } from "@mantine/core";
import { Check, Copy } from "lucide-react";
import { useTranslation } from "react-i18next";
import styles from "./dialog.module.css";

/** What is to be copied, to where it is needed. */
export function SecretField({ label, hint, value }: { label: string; hint?: string; value: string }) {
  const { t } = useTranslation();
  return (
    <div>
      <TextInput
        label={label}
        description={hint}
        inputContainer={(input) => (
          <div className={styles.secret}>
            {input}
            <CopyButton value={value} timeout={1500}>
              {({ copied, copy }) => (
                <Button
                  variant="default"
                  leftSection={copied ? <Check size={14} aria-hidden /> : <Copy size={14} aria-hidden />}
                  onClick={copy}
                >
                  {copied ? t("fields.copied") : t("fields.copy")}
                </Button>
              )}
            </CopyButton>
          </div>
        )}
        value={value}
        readOnly
        onFocus={(event) => event.currentTarget.select()}
      />
    </div>
  );
}
