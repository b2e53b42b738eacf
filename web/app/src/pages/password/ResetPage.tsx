import "../../i18n/entry";
import "../../i18n/settings";
import { Button, PasswordInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { resetPassword } from "../../api/passwordLinks";
import { sessionKey } from "../../api/session";
import { useAddressSearch } from "../../shell/address";
import { toastDone } from "../../ui/undoToast";
import { EntryCard } from "../EntryCard";
import styles from "../EntryCard.module.css";
import { FormFailure } from "../FormFailure";
import { fieldErrors } from "../fieldErrors";

/** Where a link to set a new password leads. */
export function ResetPage() {
  const { t } = useTranslation();
  const { code = "" } = useAddressSearch();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [password, setPassword] = useState("");
  const reset = useMutation({
    mutationFn: () => resetPassword({ code, password }),
    onSuccess: async () => {
      queries.removeQueries({ queryKey: sessionKey });
      toastDone(t("ways.resetDone"));
      await navigate({ to: "/sign-in", search: {} });
    },
  });
  const wrong = fieldErrors(reset.error).password;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    reset.mutate();
  };
  return (
    <EntryCard title={t("ways.resetTitle")} text={t("ways.resetText")}>
      <form className={styles.form} onSubmit={submit} noValidate>
        <PasswordInput
          label={t("settings.password.new")}
          description={t("settings.password.hint")}
          autoComplete="new-password"
          autoFocus
          visibilityToggleButtonProps={{ "aria-label": t("signIn.showPassword") }}
          error={wrong}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <FormFailure error={wrong ? null : reset.error} />
        <Button type="submit" disabled={password === ""} loading={reset.isPending} fullWidth>
          {t("ways.resetSubmit")}
        </Button>
      </form>
    </EntryCard>
  );
}
