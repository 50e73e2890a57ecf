/** Sends what the form of a set-up door holds: a key that was used meanwhile concerns the door, and no field. */

import { setUp, type Credentials } from "../../edge/gate-http";
import { ApiError } from "../../edge/http";
import type { App } from "../../store/app";

const FORBIDDEN = 403;

export interface KeyHolder {
  setupKey: string;
  onRefused: (error: ApiError) => void;
}

export function isUsedUp(error: ApiError): boolean {
  return error.status === FORBIDDEN;
}

/** Throws ApiError for whatever concerns a field. */
export async function spendKey(app: App, { setupKey, onRefused }: KeyHolder, wanted: Partial<Credentials>): Promise<void> {
  try {
    app.enter(await setUp(setupKey, wanted));
  } catch (error) {
    if (!(error instanceof ApiError) || !isUsedUp(error)) throw error;
    onRefused(error);
  }
}
