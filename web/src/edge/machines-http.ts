/** Machines and the codes that let them in, over HTTP: for admins. Failures are ApiErrors. */

import type { Host } from "../wire/messages.gen";
import { call } from "./http";

export interface OpenCode {
  id: string;
  /** How many machines it still lets in. */
  uses: number;
  /** Milliseconds since 1970 UTC. */
  expires: number;
  created: number;
  by: string;
}

export interface MadeCode {
  id: string;
  code: string;
  expires: number;
  /** The line to paste on the machine. */
  command: string;
  /** The same for a machine that is to stay: it installs a service. */
  install: string;
}

export function fetchCodes(): Promise<{ codes: OpenCode[] }> {
  return call("GET", "/api/join-codes");
}

export function makeCode(uses: number, minutes: number): Promise<MadeCode> {
  return call("POST", "/api/join-codes", { uses, minutes });
}

export function withdrawCode(id: string): Promise<void> {
  return call("DELETE", `/api/join-codes/${encodeURIComponent(id)}`);
}

export function changeHost(id: string, change: { name?: string; labels?: Record<string, string> }): Promise<Host> {
  return call("PATCH", addressOf(id), change);
}

/** Revoke a host's key: it is gone at once, and its agent stops. */
export function removeHost(id: string): Promise<void> {
  return call("DELETE", addressOf(id));
}

/** Let a paused host go on. */
export function resumeHost(id: string): Promise<void> {
  return call("POST", `${addressOf(id)}/resume`);
}

function addressOf(id: string): string {
  return `/api/hosts/${encodeURIComponent(id)}`;
}
