import { Button } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Account, accountKey } from "../../../api/account";
import {
  type AuthenticatorOffer,
  offerAuthenticator,
  removeAuthenticator,
  renewRecoveryCodes,
} from "../../../api/secondFactor";
import { FormDialog } from "../parts/FormDialog";
import { Part } from "../parts/Part";
import { useChange } from "../parts/useChange";
import { AuthenticatorDialog } from "./AuthenticatorDialog";
import { RecoveryCodesDialog } from "./RecoveryCodesDialog";

/** The second step: set up, renewed, or given up. */
export function SecondStepPart({ account }: { account: Account }) {
  const { t } = useTranslation();
  const [offer, setOffer] = useState<AuthenticatorOffer | null>(null);
  const [codes, setCodes] = useState<string[] | null>(null);
  const [removing, setRemoving] = useState(false);
  const failed = t("settings.secondStep.failed");
  const begin = useChange(accountKey, offerAuthenticator, { failed }, setOffer);
  const renew = useChange(accountKey, renewRecoveryCodes, { failed }, (made) => setCodes(made.recovery_codes));
  const remove = useChange(accountKey, removeAuthenticator, { done: t("settings.secondStep.removed") }, () =>
    setRemoving(false),
  );
  const told = (made: string[]) => {
    setOffer(null);
    setCodes(made);
  };
  return (
    <Part
      title={t("settings.secondStep.title")}
      text={
        account.authenticator
          ? t("settings.secondStep.on", { count: account.recovery_codes })
          : t("settings.secondStep.off")
      }
      action={
        account.authenticator ? (
          <>
            <Button size="xs" variant="default" loading={renew.isPending} onClick={() => renew.mutate(undefined)}>
              {t("settings.secondStep.renew")}
            </Button>
            <Button size="xs" variant="default" onClick={() => setRemoving(true)}>
              {t("settings.secondStep.remove")}
            </Button>
          </>
        ) : (
          <Button size="xs" variant="default" loading={begin.isPending} onClick={() => begin.mutate(undefined)}>
            {t("settings.secondStep.setUp")}
          </Button>
        )
      }
    >
      {offer && <AuthenticatorDialog offer={offer} onConfirmed={told} onClose={() => setOffer(null)} />}
      {codes && <RecoveryCodesDialog codes={codes} onClose={() => setCodes(null)} />}
      {removing && (
        <FormDialog
          title={t("settings.secondStep.removeTitle")}
          text={t("settings.secondStep.removeText")}
          submit={t("settings.secondStep.remove")}
          danger
          busy={remove.isPending}
          error={remove.error}
          onSubmit={() => remove.mutate(undefined)}
          onClose={() => setRemoving(false)}
        />
      )}
    </Part>
  );
}
