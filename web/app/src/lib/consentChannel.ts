/** The way from the page that a provider sends people back to, to the page that sent them: same origin, any window. */

/** What a provider says in its answer: RFC 6749, section 4.1.2, and RFC 9207. */
export interface Brought {
  state: string;
  code?: string;
  iss?: string;
  error?: string;
  error_description?: string;
}

const NAME = "jetway-consent";
const AGAIN_MS = 500;

/** Offers an answer until somebody takes it: who asked may not listen yet. Returns how to stop offering it. */
export function bring(brought: Brought, onTaken: () => void): () => void {
  const channel = new BroadcastChannel(NAME);
  const offer = () => channel.postMessage(brought);
  const again = setInterval(offer, AGAIN_MS);
  const stop = () => {
    clearInterval(again);
    channel.close();
  };
  channel.onmessage = ({ data }: MessageEvent<{ taken?: string }>) => {
    if (data.taken !== brought.state) return;
    stop();
    onTaken();
  };
  offer();
  return stop;
}

/** Takes the answer to what was asked with `state`, once. Returns how to stop waiting for it. */
export function takeAnswer(state: string, onBrought: (brought: Brought) => void): () => void {
  const channel = new BroadcastChannel(NAME);
  channel.onmessage = ({ data }: MessageEvent<Partial<Brought>>) => {
    if (data.state !== state) return;
    channel.postMessage({ taken: state });
    channel.close();
    onBrought({ ...data, state });
  };
  return () => channel.close();
}
