/** What this browser shows as a screen on a wall, by the link it was opened by. */

import { signal } from "@preact/signals";
import { ApiError, type ScreenView } from "../edge/http";
import { useScreenKey } from "../edge/screens-http";

const AGAIN_MS = 2_000;

/** What the link says, null where there was none: then the session says, or nobody. */
export const screenView = signal<ScreenView | null>(null);

/** Exchange the key in the address for a session, however long that takes; then it is out of the address bar. */
export async function openScreen(): Promise<void> {
  const key = new URLSearchParams(location.hash.slice(1)).get("k");
  if (!key) return;
  screenView.value = await exchanged(key);
  history.replaceState(null, "", location.pathname);
}

/** Null when the hub refuses it for good. */
async function exchanged(key: string): Promise<ScreenView | null> {
  for (;;) {
    try {
      return await useScreenKey(key);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      const mayComeBack = error.status === 0 || error.status === 429 || error.status >= 500;
      if (!mayComeBack) return null;
      await new Promise((done) => window.setTimeout(done, Math.max(AGAIN_MS, error.after * 1_000)));
    }
  }
}
