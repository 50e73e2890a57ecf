/** Coming in: set-up, invitation, password, a guest's login, and saying again who one is. Failures are ApiErrors. */

import { call, type Session } from "./http";

/** Whom a set-up key is for. `login` is "" when it makes an admin, who chooses one. */
export interface Invited {
  login: string;
  role: string;
}

export interface Credentials {
  login: string;
  password: string;
}

export function lookAtKey(key: string): Promise<Invited> {
  return call("POST", "/api/setup/look", { key });
}

/** Use a set-up key. An invitation's login is known; without a password one comes in by such keys only. */
export function setUp(key: string, { login, password }: Partial<Credentials>): Promise<Session> {
  return call("POST", "/api/setup", { key, ...(login ? { login } : {}), ...(password ? { password } : {}) });
}

export function logIn({ login, password }: Credentials, code = ""): Promise<Session> {
  return call("POST", "/api/login", { login, password, ...(code ? { code } : {}) });
}

export function join(login: string): Promise<Session> {
  return call("POST", "/api/session", { login });
}

export function prove(password: string, code: string): Promise<Session> {
  return call("POST", "/api/session/proof", { password, ...(code ? { code } : {}) });
}

/** Where the provider's log-in begins; it leads back to `next`. `isProof`: it is to ask again who the person is. */
export function providerAddress(next: string, isProof = false): string {
  return `/api/oidc/login?next=${encodeURIComponent(next)}${isProof ? "&proof=1" : ""}`;
}
