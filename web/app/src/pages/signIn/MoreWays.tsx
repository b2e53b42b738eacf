import "../../i18n/entry";
import { Button } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Fingerprint } from "lucide-react";
import { useTranslation } from "react-i18next";
import { browserHasPasskeys, signInWithPasskey } from "../../api/passkeys";
import { beginSingleSignOn } from "../../api/singleSignOn";
import type { Session } from "../../api/types";
import { waysQuery } from "../../api/ways";
import styles from "../EntryCard.module.css";
import { FormFailure } from "../FormFailure";
import { keepTarget } from "./keptTarget";

export interface MoreWaysProps {
  /** Where the person wants to go. */
  to: string | undefined;
  onSignedIn: (session: Session) => void;
}

/** What lets people in besides a password, as far as this server and browser have it. */
export function MoreWays({ to, onSignedIn }: MoreWaysProps) {
  const { t } = useTranslation();
  const ways = useQuery(waysQuery);
  const passkey = useMutation({
    mutationFn: signInWithPasskey,
    onSuccess: (session) => session && onSignedIn(session),
  });
  const leave = useMutation({
    mutationFn: () => {
      keepTarget(to);
      return beginSingleSignOn("sign_in");
    },
  });
  const name = ways.data?.single_sign_on;
  const passkeys = ways.data?.passkeys && browserHasPasskeys();
  return (
    <>
      {ways.data?.mail && (
        <Link to="/forgot" className={styles.aside}>
          {t("ways.forgot")}
        </Link>
      )}
      {(name || passkeys) && <div className={styles.or}>{t("ways.or")}</div>}
      {name && (
        <Button variant="default" loading={leave.isPending} onClick={() => leave.mutate()} fullWidth>
          {name}
        </Button>
      )}
      {passkeys && (
        <Button
          variant="default"
          leftSection={<Fingerprint size={16} aria-hidden />}
          loading={passkey.isPending}
          onClick={() => passkey.mutate()}
          fullWidth
        >
          {t("ways.passkey")}
        </Button>
      )}
      <FormFailure error={passkey.error ?? leave.error} />
    </>
  );
}
