/** A share as a bar; its number stands beside it. */

import { useLayoutEffect, useRef } from "preact/hooks";
import type { Severity } from "../../core/severity";

export function Amount({ share, state = "" }: { share: number; state?: Severity }) {
  const bar = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    if (bar.current) bar.current.style.width = `${Math.min(1, Math.max(0, share)) * 100}%`;
  }, [share]);
  return (
    <span class="amount" aria-hidden="true">
      <i ref={bar} class={state} />
    </span>
  );
}
