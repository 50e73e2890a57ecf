/** A thin line that grows until the next view comes. */

import type { ReadonlySignal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";

export function ProgressLine({ share }: { share: ReadonlySignal<number> }) {
  const line = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (line.current) line.current.style.transform = `scaleX(${share.value})`;
  }, [share.value]);
  return (
    <div class="tv-progress" aria-hidden="true">
      <div ref={line} class="tv-progress-done" />
    </div>
  );
}
