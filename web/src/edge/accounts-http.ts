/** Accounts over HTTP: for admins. Failures are ApiErrors. */

import type { Account } from "../core/account";
import { call } from "./http";

/** A link that lets a person in, once. */
export interface Invitation {
  url: string;
  /** Milliseconds since 1970 UTC. */
  expires: number;
}

export interface AccountWish {
  role: string;
  scope: readonly string[];
  /** Whom the provider must vouch for to be this person; "" is nobody. Left out of a change: as it was. */
  oidc?: string;
}

export function fetchAccounts(): Promise<{ accounts: Account[] }> {
  return call("GET", "/api/accounts");
}

export function addAccount(login: string, wish: AccountWish): Promise<Invitation & { login: string }> {
  return call("POST", "/api/accounts", { login, ...wish });
}

export function changeAccount(login: string, change: Partial<AccountWish> & { disabled?: boolean }): Promise<Account> {
  return call("PATCH", addressOf(login), change);
}

/** End all its sessions and tokens, take its password and second factor, and return a link to begin anew. */
export function resetAccount(login: string): Promise<Invitation> {
  return call("POST", `${addressOf(login)}/reset`);
}

export function removeAccount(login: string): Promise<void> {
  return call("DELETE", addressOf(login));
}

function addressOf(login: string): string {
  return `/api/accounts/${encodeURIComponent(login)}`;
}
