/** The hub's HTTP interface. Every failure is an ApiError. */

import { PROOF_NEEDED } from "../core/error-code";
import { askProof } from "./proof";

const PATIENCE_MS = 20_000; // a hub that has said nothing by then is away: browsers would wait for minutes

export class ApiError extends Error {
  /** `status` 0 and `code` 0: the hub could not be reached. `after`: seconds to wait, 0 where none are said. */
  constructor(
    readonly status: number,
    readonly code: number,
    message: string,
    readonly after = 0,
  ) {
    super(message);
  }
}

export interface HubInfo {
  version: string;
  protocol: string;
  lab: boolean;
  insecure: boolean;
  /** Somebody can log in with a password. */
  login: boolean;
  /** The name of the provider people may log in with, "" where there is none. */
  oidc: string;
}

/** What a screen on a wall shows: paths of the page in turn, each for so many seconds. */
export interface ScreenView {
  name: string;
  views: string[];
  seconds: number;
  /** Ms since 1970 UTC. */
  expires: number;
}

export interface Session {
  login: string;
  role: string;
  /** Labels of the hosts an operator may act on; empty: all. */
  scope?: string[];
  /** Of a screen. */
  screen?: ScreenView | null;
}

export interface RunRequest {
  hosts: string[];
  command: string;
  arguments: string[];
  timeout?: number;
  room: string;
}

export class Api {
  hub(): Promise<HubInfo> {
    return call("GET", "/api/hub");
  }

  session(): Promise<Session> {
    return call("GET", "/api/session");
  }

  leave(): Promise<void> {
    return call("DELETE", "/api/session");
  }
}

/**
 * Ask the hub; when it wants to know again who the person is, they are asked and it is asked once more. Throws ApiError;
 * when `signal` is aborted too.
 */
export async function call<T>(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
  const ask = (): Promise<T> => callOnce(method, path, body, signal);
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== PROOF_NEEDED || !(await askProof())) throw error;
    return ask();
  }
}

async function callOnce<T>(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
  const patience = new AbortController();
  const giveUp = (): void => patience.abort();
  signal?.addEventListener("abort", giveUp);
  const init: RequestInit = { method, credentials: "same-origin", cache: "no-store", signal: patience.signal };
  if (body !== undefined) {
    init.headers = { "Content-Type": "application/json" };
    init.body = JSON.stringify(body);
  }
  let response: Response;
  let text: string;
  const timer = setTimeout(giveUp, PATIENCE_MS);
  try {
    response = await fetch(path, init);
    clearTimeout(timer); // what has begun to come may take its time
    text = await response.text();
  } catch {
    throw new ApiError(0, 0, "the hub does not answer");
  } finally {
    clearTimeout(timer);
  }
  const answer = parse(text);
  if (!response.ok) throw failure(response, answer);
  return answer as T;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function failure({ status, headers }: Response, answer: unknown): ApiError {
  const said = (typeof answer === "object" && answer !== null ? answer : {}) as Record<string, unknown>;
  const code = typeof said["code"] === "number" ? said["code"] : 0;
  const message = typeof said["message"] === "string" ? said["message"] : `HTTP ${status}`;
  return new ApiError(status, code, message, Number(headers.get("Retry-After")) || 0);
}
