/** User Tokens: in memory only, one per audience, renewed a little before they end. */

export interface TokenGrant {
  token: string;
  expires_s: number;
}

type Ask = (audience: string, project: string) => Promise<TokenGrant>;

const EARLY_MS = 30_000;

export class TokenStore {
  private readonly held = new Map<string, { token: string; until: number }>();
  private readonly asked = new Map<string, Promise<string>>();
  private generation = 0;

  constructor(
    private readonly ask: Ask,
    private readonly now: () => number = Date.now,
  ) {}

  /** A token that is good for a while yet; callers at the same time share one request. */
  get(audience: string, project: string): Promise<string> {
    const name = `${project}/${audience}`;
    const held = this.held.get(name);
    if (held && held.until > this.now()) return Promise.resolve(held.token);
    const asked = this.asked.get(name);
    if (asked) return asked;
    const generation = this.generation;
    const promise = this.ask(audience, project)
      .then((grant) => {
        // An answer that arrives after sign-out is dropped.
        if (generation === this.generation) {
          const life = Math.max(grant.expires_s * 1000 - EARLY_MS, grant.expires_s * 500);
          this.held.set(name, { token: grant.token, until: this.now() + life });
        }
        return grant.token;
      })
      .finally(() => this.asked.delete(name));
    this.asked.set(name, promise);
    return promise;
  }

  /** Forgets a token that was refused, unless somebody has renewed it since. */
  drop(audience: string, project: string, token: string): void {
    const name = `${project}/${audience}`;
    if (this.held.get(name)?.token === token) this.held.delete(name);
  }

  clear(): void {
    this.generation += 1;
    this.held.clear();
    this.asked.clear();
  }
}
