/** Closes what is open when one presses elsewhere. */

import type { RefObject } from "preact";
import { useEffect } from "preact/hooks";

/** While `isOpen`, call `onAway` when a press begins outside of `box`. */
export function useAway(box: RefObject<HTMLElement | null>, isOpen: boolean, onAway: () => void): void {
  useEffect(() => {
    if (!isOpen) return;
    const away = (event: Event): void => {
      if (!box.current?.contains(event.target as Node)) onAway();
    };
    document.addEventListener("mousedown", away);
    return () => document.removeEventListener("mousedown", away);
  }, [isOpen]);
}
