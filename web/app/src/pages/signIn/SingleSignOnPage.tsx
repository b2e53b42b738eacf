import "../../i18n/entry";
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { type Claims, finishSingleSignOn } from "../../api/singleSignOn";
import { bring } from "../../lib/consentChannel";
import { useAddressSearch } from "../../shell/address";
import { ErrorState } from "../../ui/ErrorState";
import { SkeletonRows } from "../../ui/SkeletonRows";
import { EntryCard } from "../EntryCard";
import styles from "../EntryCard.module.css";
import { keptTarget } from "./keptTarget";
import { SecondStep } from "./SecondStep";
import { useEnter, useGoBack } from "./useEnter";

/** Where the provider sends the browser back to. */
export function SingleSignOnPage() {
  const { t } = useTranslation();
  const { code = "", state = "", error: refused } = useAddressSearch();
  const enter = useEnter();
  // Good for one use: asked once, whatever is drawn anew.
  const finish = useQuery({
    queryKey: ["singleSignOn", state],
    queryFn: () => finishSingleSignOn(code, state),
    enabled: !refused,
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  const answer = finish.data;
  const goBack = useGoBack();
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each answer
  useEffect(() => {
    if (answer?.state === "signed_in") enter(answer, keptTarget());
    if (answer?.state === "proved") return handOver(state, () => goBack(keptTarget()));
  }, [answer]);
  const back = (
    <Link to="/sign-in" className={styles.aside}>
      {t("ways.backToSignIn")}
    </Link>
  );
  if (refused) {
    return (
      <EntryCard title={t("ways.ssoFailed")} text={t("ways.ssoRefused", { reason: refused })}>
        {back}
      </EntryCard>
    );
  }
  if (finish.error) {
    return (
      <EntryCard title={t("ways.ssoTitle")}>
        <ErrorState title={t("ways.ssoFailed")} error={finish.error} />
        {back}
      </EntryCard>
    );
  }
  if (answer?.state === "claims") return <ClaimsCard claims={answer} />;
  return (
    <EntryCard title={t("ways.ssoTitle")}>
      {answer?.state === "second_factor" ? (
        <SecondStep
          ticket={answer.ticket}
          onSignedIn={(session) => enter(session, keptTarget())}
          onBack={() => window.history.back()}
        />
      ) : (
        <SkeletonRows />
      )}
    </EntryCard>
  );
}

const NOBODY_WAITS_MS = 1500;

/** Tells the page that asked for a proof, and closes this window; where none asked, `onNobody`. */
function handOver(state: string, onNobody: () => void): () => void {
  const given = setTimeout(() => {
    stop();
    onNobody();
  }, NOBODY_WAITS_MS);
  const stop = bring({ state }, () => {
    clearTimeout(given);
    window.close();
  });
  return () => {
    clearTimeout(given);
    stop();
  };
}

/** What a test of the provider found. */
function ClaimsCard({ claims }: { claims: Claims }) {
  const { t } = useTranslation();
  return (
    <EntryCard title={t("ways.ssoClaims")} text={t("ways.ssoClaimsText")}>
      <dl className={styles.claims}>
        {Object.entries(claims.claims).map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{typeof value === "string" ? value : JSON.stringify(value)}</dd>
          </div>
        ))}
        <div>
          <dt>{t("ways.ssoGroups")}</dt>
          <dd>{claims.groups.join(", ") || t("ways.ssoNoGroups")}</dd>
        </div>
      </dl>
      <Button
        variant="default"
        renderRoot={(props) => (
          <Link to="/settings/{-$page}/{-$item}" params={{ page: "security", item: undefined }} {...props} />
        )}
        fullWidth
      >
        {t("ways.ssoBack")}
      </Button>
    </EntryCard>
  );
}
