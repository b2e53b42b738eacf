import { Button, Input } from "@mantine/core";
import { CircleCheck, ExternalLink, Plug } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { OptionField, OptionValue } from "../../../api/sourceChanges";
import { SecretField } from "../parts/SecretField";
import { isKept } from "./sourceDraft";
import styles from "./sources.module.css";
import { redirectAddress, type SourceInForm, useConsent } from "./useConsent";

export interface ConsentInputProps {
  field: OptionField;
  value: OptionValue | undefined;
  /** Whether the consent that is kept is for another app, client or scope. */
  elsewhere: boolean;
  error: string | undefined;
  source: SourceInForm;
  onChange: (value: OptionValue) => void;
}

/** What a person agrees to on the provider's page, and the address that the provider has to know for it. */
export function ConsentInput({ field, value, elsewhere, error, source, onChange }: ConsentInputProps) {
  const { t } = useTranslation();
  const { asked, failure, isBusy, connect, cancel } = useConsent(source, onChange);
  const isNew = typeof value === "string" && value !== "";
  // What was said of one consent does not hold for the next.
  const [said, setSaid] = useState({ error, value });
  if (said.error !== error) setSaid({ error, value });
  const wrong = said.value === value ? error : undefined;
  const isThere = !wrong && (isNew || (isKept(value) && !elsewhere));
  return (
    <>
      <SecretField
        label={t("sources.consent.redirect")}
        hint={t("sources.consent.redirectHint")}
        value={redirectAddress()}
      />
      <Input.Wrapper label={field.label} labelElement="div" withAsterisk={field.required} error={failure || wrong}>
        <div className={styles.consent}>
          {asked ? (
            <>
              <p role="status">{t(asked.blocked ? "sources.consent.blocked" : "sources.consent.waiting")}</p>
              <Button
                component="a"
                href={asked.url}
                target="_blank"
                rel="noopener noreferrer"
                variant={asked.blocked ? "filled" : "default"}
                leftSection={<ExternalLink size={14} aria-hidden />}
              >
                {t("sources.consent.open")}
              </Button>
              <Button variant="default" onClick={cancel}>
                {t("action.cancel")}
              </Button>
            </>
          ) : (
            <>
              {isThere && (
                <p className={styles.found} role="status">
                  <CircleCheck size={16} aria-hidden />
                  {t(isNew ? "sources.consent.given" : "sources.consent.kept")}
                </p>
              )}
              <Button variant="default" leftSection={<Plug size={14} aria-hidden />} loading={isBusy} onClick={connect}>
                {t(isNew || isKept(value) ? "sources.consent.again" : "sources.consent.connect")}
              </Button>
            </>
          )}
        </div>
      </Input.Wrapper>
    </>
  );
}
