/** A component that is redrawn only when a property changed. */

import type { ComponentType, FunctionComponent } from "preact";
import { Component, h } from "preact";

export function memo<P extends object>(inner: FunctionComponent<P>): ComponentType<P> {
  return class Memo extends Component<P> {
    override shouldComponentUpdate(next: P): boolean {
      const before = this.props as Record<string, unknown>;
      const after = next as Record<string, unknown>;
      return Object.keys({ ...before, ...after }).some((name) => before[name] !== after[name]);
    }

    override render() {
      return h(inner, this.props as P & { children?: undefined });
    }
  };
}
