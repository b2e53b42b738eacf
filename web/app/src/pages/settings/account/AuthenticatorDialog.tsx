import { TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { accountKey } from "../../../api/account";
import { type AuthenticatorOffer, confirmAuthenticator } from "../../../api/secondFactor";
import { fieldErrors } from "../../fieldErrors";
import { FormDialog } from "../parts/FormDialog";
import { SecretField } from "../parts/SecretField";
import { useChange } from "../parts/useChange";
import styles from "./account.module.css";

export interface AuthenticatorDialogProps {
  offer: AuthenticatorOffer;
  onConfirmed: (recoveryCodes: string[]) => void;
  onClose: () => void;
}

/** As an image it needs the namespace that an inline SVG does without. */
function imageOf(svg: string): string {
  const named = svg.includes("xmlns") ? svg : svg.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"');
  return `data:image/svg+xml,${encodeURIComponent(named)}`;
}

/** Scan, then prove with a first code that it worked. */
export function AuthenticatorDialog({ offer, onConfirmed, onClose }: AuthenticatorDialogProps) {
  const { t } = useTranslation();
  const [code, setCode] = useState("");
  const confirm = useChange(
    accountKey,
    () => confirmAuthenticator(code.replaceAll(" ", "")),
    { done: t("settings.secondStep.done") },
    (made) => onConfirmed(made.recovery_codes),
  );
  const wrong = fieldErrors(confirm.error).code;
  return (
    <FormDialog
      title={t("settings.secondStep.setUp")}
      text={t("settings.secondStep.scan")}
      submit={t("settings.secondStep.confirm")}
      ready={code.length >= 6}
      busy={confirm.isPending}
      error={wrong ? null : confirm.error}
      onSubmit={() => confirm.mutate(undefined)}
      onClose={onClose}
    >
      <img className={styles.qr} src={imageOf(offer.svg)} alt={t("settings.secondStep.image")} />
      <SecretField label={t("settings.secondStep.secret")} value={offer.secret} />
      <TextInput
        label={t("settings.proof.code")}
        inputMode="numeric"
        autoComplete="one-time-code"
        data-autofocus
        error={wrong}
        value={code}
        onChange={(event) => setCode(event.currentTarget.value)}
      />
    </FormDialog>
  );
}
