/** One's own account over HTTP. Failures are ApiErrors; times are ms since 1970 UTC. */

import { call, type Session } from "./http";

export interface Me extends Session {
  /** Labels of the machines one may act on; none means all. */
  scope: string[];
  /** When one last said who one is. */
  proved: number;
  password: boolean;
  second_factor: boolean;
}

export interface OpenSession {
  id: string;
  created: number;
  seen: number;
  ip: string;
  /** What the browser calls itself. */
  client: string;
  method: string;
  current: boolean;
}

/** What a second factor is made from; `rows` is the code to scan, a sign a module. */
export interface FactorOffer {
  secret: string;
  uri: string;
  rows: string[];
}

export interface Token {
  id: string;
  name: string;
  role: string;
  critical: boolean;
  created: number;
  expires: number;
  /** 0: never. */
  used: number;
}

export interface TokenWish {
  name: string;
  role: string;
  days: number;
  critical: boolean;
}

export function fetchMe(): Promise<Me> {
  return call("GET", "/api/session");
}

export function changePassword(password: string): Promise<void> {
  return call("PUT", "/api/account/password", { password });
}

export function offerFactor(): Promise<FactorOffer> {
  return call("POST", "/api/account/second-factor");
}

/** Switch the offered one on; the answer's codes are shown once. */
export function confirmFactor(code: string): Promise<{ recovery: string[] }> {
  return call("PUT", "/api/account/second-factor", { code });
}

export function removeFactor(): Promise<void> {
  return call("DELETE", "/api/account/second-factor");
}

export function fetchSessions(): Promise<{ sessions: OpenSession[] }> {
  return call("GET", "/api/sessions");
}

/** End one session; all but this one where none is named. */
export function endSession(id = ""): Promise<void> {
  return call("DELETE", id ? `/api/sessions/${encodeURIComponent(id)}` : "/api/sessions");
}

export function fetchTokens(): Promise<{ tokens: Token[] }> {
  return call("GET", "/api/tokens");
}

export function makeToken(wish: TokenWish): Promise<{ id: string; token: string; expires: number }> {
  return call("POST", "/api/tokens", wish);
}

export function removeToken(id: string): Promise<void> {
  return call("DELETE", `/api/tokens/${encodeURIComponent(id)}`);
}
