import "../../i18n/entry";
import { Button, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { mailPasswordLink } from "../../api/passwordLinks";
import { EntryCard } from "../EntryCard";
import styles from "../EntryCard.module.css";
import { FormFailure } from "../FormFailure";

/** Asks for a link to set a new password with. */
export function ForgotPage() {
  const { t } = useTranslation();
  const [email, setEmail] = useState("");
  const send = useMutation({ mutationFn: () => mailPasswordLink(email.trim()) });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    send.mutate();
  };
  const back = (
    <Link to="/sign-in" className={styles.aside}>
      {t("ways.backToSignIn")}
    </Link>
  );
  if (send.isSuccess) {
    return (
      <EntryCard title={t("ways.forgotTitle")} text={t("ways.sent")}>
        {back}
      </EntryCard>
    );
  }
  return (
    <EntryCard title={t("ways.forgotTitle")} text={t("ways.forgotText")}>
      <form className={styles.form} onSubmit={submit} noValidate>
        <TextInput
          label={t("signIn.email")}
          type="email"
          autoComplete="username"
          autoFocus
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <FormFailure error={send.error} />
        <Button type="submit" disabled={!email.includes("@")} loading={send.isPending} fullWidth>
          {t("ways.send")}
        </Button>
        {back}
      </form>
    </EntryCard>
  );
}
