/** A share as a bar: how full something is. */

import { useLayoutEffect, useRef } from "preact/hooks";
import { severity } from "../../core/severity";
import "./share.css";

export function Share({ share }: { share: number | null | undefined }) {
  const bar = useRef<HTMLSpanElement>(null);
  useLayoutEffect(() => {
    // Through the CSSOM: the content security policy admits no style attribute in markup.
    if (bar.current) bar.current.style.width = `${Math.min(100, Math.max(0, (share ?? 0) * 100))}%`;
  }, [share]);
  return (
    <span class="share" aria-hidden="true">
      <span ref={bar} class={`share-fill ${severity(share)}`} />
    </span>
  );
}
