import "../../i18n/settings";
import { Button, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { fetchEnrolment } from "../../api/enrolments";
import { Page } from "../../ui/Page";
import { FormFailure } from "../FormFailure";
import { ProofGate } from "../settings/parts/useProof";
import { ApproveBridge } from "./ApproveBridge";
import styles from "./ConnectPage.module.css";

/** `abcdefgh` typed in any way becomes `ABCD-EFGH`. */
function asCode(text: string): string {
  const letters = text
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, "")
    .slice(0, 8);
  return letters.length > 4 ? `${letters.slice(0, 4)}-${letters.slice(4)}` : letters;
}

/**
 * A bridge shows a code; whoever types it here lets that bridge into a project. No link brings a code along: it would
 * be one that somebody else was shown.
 */
export function ConnectPage() {
  const { t } = useTranslation();
  const [code, setCode] = useState("");
  const look = useMutation({ mutationFn: fetchEnrolment });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    look.mutate(code);
  };
  return (
    <Page title={t("connect.title")}>
      <div className={styles.body}>
        {look.data ? (
          <ProofGate>
            <ApproveBridge code={code} enrolment={look.data} onBack={look.reset} />
          </ProofGate>
        ) : (
          <form className={styles.form} onSubmit={submit}>
            <p className={styles.text}>{t("connect.text")}</p>
            <TextInput
              label={t("connect.code")}
              placeholder="ABCD-EFGH"
              autoComplete="off"
              spellCheck={false}
              autoFocus
              classNames={{ input: styles.code }}
              value={code}
              onChange={(event) => setCode(asCode(event.currentTarget.value))}
            />
            <FormFailure error={look.error} />
            <Button type="submit" disabled={code.length < 9} loading={look.isPending}>
              {t("connect.look")}
            </Button>
          </form>
        )}
      </div>
    </Page>
  );
}
