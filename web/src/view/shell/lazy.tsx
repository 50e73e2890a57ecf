/** A component whose code is fetched when it is first needed. */

import { signal } from "@preact/signals";
import type { ComponentType } from "preact";
import { useEffect } from "preact/hooks";
import { t } from "../../i18n/language";

export interface Lazy<P> {
  View: ComponentType<P>;
  /** Fetch the code before it is needed; settles when it is there, or cannot be had. */
  prepare: () => Promise<void>;
}

const prepares: (() => Promise<void>)[] = [];

/** How often code could not be had: the hub was away, or serves another version by now. */
export const losses = signal(0);

/** Fetch the code of every piece there is not; also of those that could not be had before. */
export async function prepareAll(): Promise<void> {
  await Promise.all(prepares.map((prepare) => prepare()));
}

export function lazy<P extends object>(fetchCode: () => Promise<ComponentType<P>>): Lazy<P> {
  // Signals: whoever has been drawn without the code is drawn anew when it comes, however early or late that is.
  const code = signal<ComponentType<P> | null>(null);
  const failed = signal(false);
  let fetching: Promise<void> | null = null;
  const lose = (): void => {
    fetching = null;
    failed.value = true;
    losses.value += 1;
  };
  const prepare = (): Promise<void> => (fetching ??= fetchCode().then((component) => void (code.value = component), lose));
  function View(props: P) {
    useEffect(() => void prepare(), []);
    const Component = code.value;
    if (Component) return <Component {...props} />;
    return failed.value ? <NotLoaded /> : null;
  }
  prepares.push(prepare);
  return { View, prepare };
}

/** The hub went away, or serves another version by now: then only a new page has the right addresses. */
function NotLoaded() {
  return (
    <p class="not-loaded muted" role="alert" data-testid="not-loaded">
      {t.value.notLoaded}{" "}
      <button type="button" class="link-button" onClick={() => location.reload()}>
        {t.value.reload}
      </button>
    </p>
  );
}
