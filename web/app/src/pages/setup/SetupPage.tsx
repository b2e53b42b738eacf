import { Button, PasswordInput, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { sessionKey, setUp } from "../../api/session";
import { useAddressSearch } from "../../shell/address";
import { EntryCard } from "../EntryCard";
import styles from "../EntryCard.module.css";
import { FormFailure } from "../FormFailure";
import { fieldErrors } from "../fieldErrors";

const CODE = /^[A-Z0-9]{4}(-[A-Z0-9]{4})+$/;

/** The first run: who may do everything from now on. */
export function SetupPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const given = useAddressSearch().code?.toUpperCase() ?? "";
  const form = useForm({
    mode: "uncontrolled",
    initialValues: { code: given, email: "", name: "", password: "" },
    transformValues: (values) => ({
      ...values,
      code: values.code.trim().toUpperCase(),
      email: values.email.trim(),
      name: values.name.trim(),
    }),
    validate: {
      code: (code) => (CODE.test(code.trim().toUpperCase()) ? null : t("setup.codeForm")),
      email: (email) => (email.includes("@") ? null : t("signIn.emailForm")),
      password: (password) => (password ? null : t("signIn.passwordMissing")),
    },
  });
  const start = useMutation({
    mutationFn: setUp,
    onSuccess: async (session) => {
      queries.setQueryData(sessionKey, session);
      await navigate({ to: "/" });
    },
    onError: (error) => form.setErrors(fieldErrors(error)),
  });
  return (
    <EntryCard title={t("setup.title")} text={t("setup.text")}>
      <form className={styles.form} onSubmit={form.onSubmit((values) => start.mutate(values))} noValidate>
        <TextInput
          label={t("setup.code")}
          description={given ? undefined : t("setup.codeHint")}
          placeholder="ABCD-EFGH-JKLM-NPQR"
          autoComplete="one-time-code"
          spellCheck={false}
          data-autofocus={!given || undefined}
          autoFocus={!given}
          key={form.key("code")}
          {...form.getInputProps("code")}
        />
        <TextInput
          label={t("signIn.email")}
          type="email"
          autoComplete="username"
          autoFocus={given !== ""}
          key={form.key("email")}
          {...form.getInputProps("email")}
        />
        <TextInput label={t("setup.name")} autoComplete="name" key={form.key("name")} {...form.getInputProps("name")} />
        <PasswordInput
          label={t("signIn.password")}
          autoComplete="new-password"
          visibilityToggleButtonProps={{ "aria-label": t("signIn.showPassword") }}
          key={form.key("password")}
          {...form.getInputProps("password")}
        />
        <FormFailure error={start.error} />
        <Button type="submit" loading={start.isPending} fullWidth>
          {t("setup.submit")}
        </Button>
      </form>
    </EntryCard>
  );
}
