import { useMutation } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { singleSignOnAddress } from "../../../api/singleSignOn";
import { takeAnswer } from "../../../lib/consentChannel";
import { keepTarget } from "../../signIn/keptTarget";

const WINDOW = "popup,width=560,height=720";

/**
 * A proof at the provider, in a window of its own: what was typed here stays, and is written down nowhere. Where the
 * browser opens none, this page goes there itself, and comes back to where it was.
 */
export function useProofWindow(onProved: () => void) {
  const [state, setState] = useState<string | null>(null);
  const begin = useMutation({
    mutationFn: (_opened: Window | null) => singleSignOnAddress("prove"),
    onSuccess: (url, opened) => {
      if (!opened) {
        keepTarget(window.location.hash.slice(1));
        window.location.assign(url);
        return;
      }
      setState(new URL(url).searchParams.get("state"));
      opened.location.href = url;
    },
    onError: (_error, opened) => opened?.close(),
  });
  useEffect(() => {
    if (state !== null) return takeAnswer(state, onProved);
  }, [state, onProved]);
  return {
    error: begin.error,
    isBusy: begin.isPending,
    /** Whether the other window is open, as far as is known here. */
    isWaiting: state !== null,
    // Opened before anything is waited for: later, the browser would take it for a window that nobody wants.
    open: () => begin.mutate(window.open("", "_blank", WINDOW)),
  };
}
