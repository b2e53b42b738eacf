import "../../../i18n/entry";
import { Button, Text } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Fingerprint } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Account } from "../../../api/account";
import { browserHasPasskeys, passkeysQuery, proveWithPasskey } from "../../../api/passkeys";
import { waysQuery } from "../../../api/ways";
import { FormFailure } from "../../FormFailure";
import { useProofWindow } from "./useProofWindow";

/** What proves who somebody is besides a password or a code, as far as they have it. */
export function MoreProofs({ account, onProved }: { account: Account; onProved: () => void }) {
  const { t } = useTranslation();
  const ways = useQuery(waysQuery);
  const passkeys = useQuery(passkeysQuery);
  const passkey = useMutation({
    mutationFn: proveWithPasskey,
    onSuccess: (proved) => proved && onProved(),
  });
  const provider = useProofWindow(onProved);
  const name = account.single_sign_on.length > 0 ? ways.data?.single_sign_on : null;
  return (
    <>
      {Boolean(passkeys.data?.length) && browserHasPasskeys() && (
        <Button
          variant="default"
          leftSection={<Fingerprint size={16} aria-hidden />}
          loading={passkey.isPending}
          onClick={() => passkey.mutate()}
        >
          {t("ways.passkey")}
        </Button>
      )}
      {name && (
        <Button variant="default" loading={provider.isBusy} onClick={provider.open}>
          {name}
        </Button>
      )}
      {provider.isWaiting && (
        <Text role="status" size="sm" c="dimmed">
          {t("settings.proof.window")}
        </Text>
      )}
      <FormFailure error={passkey.error ?? provider.error} />
    </>
  );
}
