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

/** Fetch the code of every piece there is. */
export function prepareAll(): void {
  for (const prepare of prepares) void prepare();
}

export function lazy<P extends object>(fetchCode: () => Promise<ComponentType<P>>): Lazy<P> {
  // Signals: whoever has been drawn without the code is drawn anew when it comes, however early or late that is.
  const code = signal<ComponentType<P> | null>(null);
  const failed = signal(false);
  let fetching: Promise<void> | null = null;
  const prepare = (): Promise<void> =>
    (fetching ??= fetchCode().then(
      (component) => void (code.value = component),
      () => void (failed.value = true),
    ));
  function View(props: P) {
    useEffect(() => void prepare(), []);
    const Component = code.value;
    if (Component) return <Component {...props} />;
    return failed.value ? <NotLoaded /> : null;
  }
  prepares.push(prepare);
  return { View, prepare };
}

/** The hub went away, or serves another version by now: only a new page has the right addresses. */
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
