import { useMutation } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { type AskedConsent, askConsent, keepConsent } from "../../../api/consents";
import type { Options } from "../../../api/sourceChanges";
import { takeAnswer } from "../../../lib/consentChannel";
import type { Place } from "../../../shell/places";
import { errorText } from "../../../ui/errorText";

/** A source as it stands in its form. */
export interface SourceInForm {
  place: Place;
  kind: string;
  /** Of one that is kept, whose options stand in for those that are left out. */
  name?: string;
  options: Options;
}

const WINDOW = "popup,width=560,height=720";

/** Where providers send people back to: a page beside this one, as an address never has what stands behind its #. */
export function redirectAddress(): string {
  return new URL("connected.html", document.baseURI).href;
}

/** Asks a person on the provider's page, in another window, and has the bridge keep the answer. */
export function useConsent({ place, kind, name, options }: SourceInForm, onConsent: (consent: string) => void) {
  const { t } = useTranslation();
  const { project, bridge } = place;
  const [asked, setAsked] = useState<(AskedConsent & { blocked: boolean }) | null>(null);
  const [refused, setRefused] = useState("");
  const keep = useMutation({
    mutationFn: (brought: Parameters<typeof keepConsent>[2]) => keepConsent(project.id, bridge, brought),
    onSuccess: ({ consent }) => onConsent(consent),
  });
  const ask = useMutation({
    mutationFn: (_opened: Window | null) =>
      askConsent(project.id, bridge, { kind, options, redirect: redirectAddress(), ...(name && { name }) }),
    onSuccess: (found, opened) => {
      if (opened) opened.location.href = found.url;
      setAsked({ ...found, blocked: opened === null });
    },
    onError: (_error, opened) => opened?.close(),
  });
  const state = asked?.state;
  const { mutate } = keep;
  useEffect(() => {
    if (state === undefined) return;
    return takeAnswer(state, (brought) => {
      setAsked(null);
      if (brought.code) mutate(brought);
      else if (brought.error === "access_denied") setRefused(t("sources.consent.denied"));
      else setRefused(t("sources.consent.refused", { why: brought.error_description ?? brought.error ?? "" }));
    });
  }, [state, mutate, t]);
  const error = keep.error ?? ask.error;
  return {
    /** The provider's page, as long as it has not answered; `blocked`: the browser let no window open. */
    asked,
    failure: error ? errorText(error, t).message : refused,
    isBusy: ask.isPending || keep.isPending,
    connect: () => {
      setRefused("");
      keep.reset();
      // Opened before anything is waited for: later, the browser would take it for a window that nobody wants.
      ask.mutate(window.open("", "_blank", WINDOW));
    },
    cancel: () => setAsked(null),
  };
}
