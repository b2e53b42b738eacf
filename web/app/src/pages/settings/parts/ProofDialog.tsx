import { PasswordInput, TextInput } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { accountQuery, proveWho } from "../../../api/account";
import { fieldErrors } from "../../fieldErrors";
import { FormDialog } from "./FormDialog";
import { MoreProofs } from "./MoreProofs";

/** Whoever left the browser open is not the one who changes what is sensitive. */
export function ProofDialog({ onProved, onClose }: { onProved: () => void; onClose: () => void }) {
  const { t } = useTranslation();
  const account = useQuery(accountQuery);
  const [text, setText] = useState("");
  const { password = true, authenticator = false, recovery_codes = 0 } = account.data ?? {};
  const byCode = !password;
  const byText = password || authenticator || recovery_codes > 0;
  const proof = useMutation({
    mutationFn: () => proveWho(byCode ? { code: text } : { password: text }),
    onSuccess: onProved,
  });
  const wrong = fieldErrors(proof.error)[byCode ? "code" : "password"];
  const Input = byCode ? TextInput : PasswordInput;
  return (
    <FormDialog
      title={t("settings.proof.title")}
      text={t("settings.proof.text")}
      submit={t("settings.proof.submit")}
      ready={byText && text !== ""}
      busy={proof.isPending}
      error={wrong ? null : proof.error}
      onSubmit={() => proof.mutate()}
      onClose={onClose}
    >
      {byText && (
        <Input
          label={t(byCode ? "settings.proof.code" : "signIn.password")}
          autoComplete={byCode ? "one-time-code" : "current-password"}
          data-autofocus
          error={wrong}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
      )}
      {account.data && <MoreProofs account={account.data} onProved={onProved} />}
    </FormDialog>
  );
}
