/** A component whose code is fetched when it is first shown. */

import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";

export interface Lazy<P> {
  View: ComponentType<P>;
  /** Fetch the code before it is needed. */
  prepare: () => void;
}

export function lazy<P extends object>(fetchCode: () => Promise<ComponentType<P>>): Lazy<P> {
  let loaded: ComponentType<P> | null = null;
  let fetching: Promise<ComponentType<P>> | null = null;
  const load = (): Promise<ComponentType<P>> => (fetching ??= fetchCode().then((component) => (loaded = component)));
  function View(props: P) {
    const [, redraw] = useState(0);
    useEffect(() => {
      if (loaded) return;
      void load().then(() => redraw((n) => n + 1));
    }, []);
    const Component = loaded;
    return Component ? <Component {...props} /> : null;
  }
  return { View, prepare: () => void load() };
}
