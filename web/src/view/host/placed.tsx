/** Something at a place along an axis. Through the CSSOM: the policy admits no style in markup. */

import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";

interface Props {
  /** From 0, the left end, to 1. */
  share: number;
  /** How much of the axis it takes, from 0 to 1. */
  width?: number;
  className: string;
  children?: ComponentChildren;
}

export function Placed({ share, width, className, children }: Props) {
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (!box.current) return;
    box.current.style.left = `${share * 100}%`;
    if (width !== undefined) box.current.style.width = `${width * 100}%`;
  }, [share, width]);
  return (
    <div class={className} ref={box}>
      {children}
    </div>
  );
}
