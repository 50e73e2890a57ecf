/** Accounts as the hub lists them, and what can be said of them. Pure. */

export interface Account {
  login: string;
  role: string;
  /** Labels (`role=web`, `site=par*`) of the hosts an operator may act on; empty: all. */
  scope: string[];
  disabled: boolean;
  password: boolean;
  second_factor: boolean;
  /** Comes in through the provider of the hub. */
  oidc: boolean;
  /** Whom the provider must vouch for to be this person: an address or an id; empty for nobody. */
  expected: string;
  /** Milliseconds since 1970 UTC; 0 when it is not known. */
  created: number;
  /** How many are open. */
  sessions: number;
  tokens: number;
}

/** What an account can be; guests have none. */
export const ACCOUNT_ROLES = ["viewer", "auditor", "operator", "admin"] as const;
export type AccountRole = (typeof ACCOUNT_ROLES)[number];

/** Nobody has used the link of this account yet. */
export function isInvited({ password, oidc, sessions, disabled }: Account): boolean {
  return !password && !oidc && sessions === 0 && !disabled;
}

/** Return the accounts in order: by role, the greatest first, then by login. */
export function inOrder(accounts: readonly Account[]): Account[] {
  const rank = ({ role }: Account): number => (ACCOUNT_ROLES as readonly string[]).indexOf(role);
  return [...accounts].sort((a, b) => rank(b) - rank(a) || a.login.localeCompare(b.login));
}

/** Tell whether an account answers to every word typed: in login, role or scope. */
export function accountMatches(account: Account, typed: string): boolean {
  const text = [account.login, account.role, ...account.scope].join("\n").toLowerCase();
  return typed.toLowerCase().split(/\s+/).every((word) => text.includes(word));
}
