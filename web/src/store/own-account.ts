/** One's own account as the hub tells it: who one is, where one is logged in, and one's tokens. */

import { signal } from "@preact/signals";
import { fetchMe, fetchSessions, fetchTokens, type Me, type OpenSession, type Token } from "../edge/account-http";
import { ApiError } from "../edge/http";

export class OwnAccount {
  readonly me = signal<Me | null>(null);
  readonly sessions = signal<readonly OpenSession[]>([]);
  readonly tokens = signal<readonly Token[]>([]);
  /** Why it could not be read. */
  readonly failure = signal<ApiError | null>(null);

  /** Read all of it anew. */
  async load(): Promise<void> {
    this.failure.value = null;
    try {
      await Promise.all([this.loadMe(), this.loadSessions(), this.loadTokens()]);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.failure.value = error;
    }
  }

  async loadMe(): Promise<void> {
    this.me.value = await fetchMe();
  }

  /** This one first, then those last seen. */
  async loadSessions(): Promise<void> {
    const { sessions } = await fetchSessions();
    this.sessions.value = [...sessions].sort((a, b) => Number(b.current) - Number(a.current) || b.seen - a.seen);
  }

  async loadTokens(): Promise<void> {
    const { tokens } = await fetchTokens();
    this.tokens.value = [...tokens].sort((a, b) => b.created - a.created);
  }
}
