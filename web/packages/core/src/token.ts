/** A token as control answers it; without `expires_s` it is good until it is refused. */
export interface TokenGrant {
  token: string;
  expires_s?: number;
}

/** Asks for a new token. */
export type AskToken = () => string | TokenGrant | Promise<string | TokenGrant>;

export interface HeldToken {
  /** A token that is good for a while yet; callers at the same time share one request. */
  get(): Promise<string>;
  /** A token with all of its life before it: what lasts ends with the token that it was begun with. */
  renewed(): Promise<string>;
  /** Forgets a token that was refused, unless somebody has renewed it since. */
  drop(refused: string): void;
}

const EARLY_MS = 30_000;

/** One token, in memory only: asked for when it is needed, and renewed a little before it ends. */
export function holdToken(ask: AskToken, now: () => number = Date.now): HeldToken {
  let held: { token: string; until: number } | undefined;
  let asked: Promise<string> | undefined;

  async function renew(): Promise<string> {
    const answer = await ask();
    const { token, expires_s = Number.POSITIVE_INFINITY } = typeof answer === "string" ? { token: answer } : answer;
    held = { token, until: now() + Math.max(expires_s * 1000 - EARLY_MS, expires_s * 500) };
    return token;
  }

  async function get(): Promise<string> {
    if (held && held.until > now()) return held.token;
    asked ??= renew().finally(() => {
      asked = undefined;
    });
    return asked;
  }

  return {
    get,
    renewed() {
      held = undefined;
      return get();
    },
    drop(refused) {
      if (held?.token === refused) held = undefined;
    },
  };
}
