import { ApiError } from "@jetway/core";
import { Button, PasswordInput, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { acceptInvitation } from "../../api/invitations";
import { sessionKey } from "../../api/session";
import type { Person } from "../../api/types";
import { useLeave } from "../../shell/useLeave";
import styles from "../EntryCard.module.css";
import { FormFailure } from "../FormFailure";
import { fieldErrors } from "../fieldErrors";

export interface AcceptInvitationProps {
  code: string;
  /** Whom the invitation is for. */
  email: string;
  /** Who is signed in. */
  person: Person | null;
}

/** Makes an account with name and password; who has one signs in first, and then only accepts. */
export function AcceptInvitation({ code, email, person }: AcceptInvitationProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const leave = useLeave();
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const accept = useMutation({
    mutationFn: () => acceptInvitation(person ? { code } : { code, name: name.trim(), password }),
    onSuccess: async (session) => {
      queries.setQueryData(sessionKey, session);
      await navigate({ to: "/" });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    accept.mutate();
  };
  if (person && person.email !== email) {
    return (
      <div className={styles.form}>
        <p className={styles.text}>{t("settings.accept.other", { email, own: person.email })}</p>
        <Button variant="default" onClick={() => void leave()}>
          {t("action.signOut")}
        </Button>
      </div>
    );
  }
  const known = accept.error instanceof ApiError && accept.error.code === "sign_in_first";
  const wrong = fieldErrors(accept.error);
  const beside = wrong.name ?? wrong.password;
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <TextInput label={t("signIn.email")} autoComplete="username" value={email} readOnly />
      {!person && (
        <>
          <TextInput
            label={t("setup.name")}
            autoComplete="name"
            autoFocus
            error={wrong.name}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <PasswordInput
            label={t("signIn.password")}
            description={t("settings.password.hint")}
            autoComplete="new-password"
            visibilityToggleButtonProps={{ "aria-label": t("signIn.showPassword") }}
            error={wrong.password}
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
        </>
      )}
      <FormFailure error={beside ? null : accept.error} />
      {known ? (
        <Button
          renderRoot={(props) => <Link to="/sign-in" search={{ to: `/invite?code=${code}` }} {...props} />}
          fullWidth
        >
          {t("action.signIn")}
        </Button>
      ) : (
        <Button type="submit" disabled={!person && !(name.trim() && password)} loading={accept.isPending} fullWidth>
          {t("settings.accept.submit")}
        </Button>
      )}
    </form>
  );
}
