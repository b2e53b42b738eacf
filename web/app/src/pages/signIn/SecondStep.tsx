import { Button, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { takeSecondStep } from "../../api/secondFactor";
import type { Session } from "../../api/types";
import styles from "../EntryCard.module.css";
import { FormFailure } from "../FormFailure";

export interface SecondStepProps {
  ticket: string;
  onSignedIn: (session: Session) => void;
  onBack: () => void;
}

/** A code of the app, or a recovery code; after five minutes the password is asked for again. */
export function SecondStep({ ticket, onSignedIn, onBack }: SecondStepProps) {
  const { t } = useTranslation();
  const [code, setCode] = useState("");
  const enter = useMutation({ mutationFn: () => takeSecondStep(ticket, code.trim()), onSuccess: onSignedIn });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    enter.mutate();
  };
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <TextInput
        label={t("signIn.code")}
        description={t("signIn.codeHint")}
        autoComplete="one-time-code"
        autoFocus
        value={code}
        onChange={(event) => setCode(event.currentTarget.value)}
      />
      <FormFailure error={enter.error} />
      <Button type="submit" disabled={code.trim() === ""} loading={enter.isPending} fullWidth>
        {t("action.signIn")}
      </Button>
      <Button variant="subtle" color="gray" onClick={onBack} fullWidth>
        {t("action.back")}
      </Button>
    </form>
  );
}
