import { Button, PasswordInput, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { signIn } from "../../api/session";
import type { Session } from "../../api/types";
import { useAddressSearch } from "../../shell/address";
import { EntryCard } from "../EntryCard";
import styles from "../EntryCard.module.css";
import { FormFailure } from "../FormFailure";
import { MoreWays } from "./MoreWays";
import { SecondStep } from "./SecondStep";
import { useEnter } from "./useEnter";

export function SignInPage() {
  const { t } = useTranslation();
  const { to } = useAddressSearch();
  const form = useForm({
    mode: "uncontrolled",
    initialValues: { email: "", password: "" },
    validate: {
      email: (email) => (email.includes("@") ? null : t("signIn.emailForm")),
      password: (password) => (password ? null : t("signIn.passwordMissing")),
    },
  });
  const go = useEnter();
  const goOn = (session: Session) => go(session, to);
  const enter = useMutation({
    mutationFn: signIn,
    onSuccess: (answer) => {
      if (answer.state !== "second_factor") goOn(answer);
    },
  });
  if (enter.data?.state === "second_factor") {
    return (
      <EntryCard title={t("signIn.title")}>
        <SecondStep ticket={enter.data.ticket} onSignedIn={goOn} onBack={enter.reset} />
      </EntryCard>
    );
  }
  return (
    <EntryCard title={t("signIn.title")}>
      <form className={styles.form} onSubmit={form.onSubmit((values) => enter.mutate(values))} noValidate>
        <TextInput
          label={t("signIn.email")}
          type="email"
          autoComplete="username"
          autoFocus
          key={form.key("email")}
          {...form.getInputProps("email")}
        />
        <PasswordInput
          label={t("signIn.password")}
          autoComplete="current-password"
          visibilityToggleButtonProps={{ "aria-label": t("signIn.showPassword") }}
          key={form.key("password")}
          {...form.getInputProps("password")}
        />
        <FormFailure error={enter.error} />
        <Button type="submit" loading={enter.isPending} fullWidth>
          {t("action.signIn")}
        </Button>
        <MoreWays to={to} onSignedIn={goOn} />
      </form>
    </EntryCard>
  );
}
