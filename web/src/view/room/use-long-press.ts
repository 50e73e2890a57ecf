/** A finger that rests where it is: what the right button of a mouse is elsewhere. */

import { useMemo } from "preact/hooks";

const LONG_MS = 450;
const STILL_PX = 8;

export function useLongPress(act: (target: EventTarget | null) => void) {
  return useMemo(() => {
    let timer = 0;
    let acted = false;
    let [x, y] = [0, 0];
    const end = (): void => window.clearTimeout(timer);
    return {
      pointerdown: (event: PointerEvent) => {
        end();
        acted = false;
        if (event.pointerType !== "touch") return;
        [x, y] = [event.clientX, event.clientY];
        const { target } = event;
        timer = window.setTimeout(() => {
          acted = true;
          act(target);
        }, LONG_MS);
      },
      pointermove: (event: PointerEvent) => {
        if (Math.hypot(event.clientX - x, event.clientY - y) > STILL_PX) end();
      },
      pointerup: end,
      pointercancel: end,
      // The browser's own menu is for those who ask for it with a mouse.
      contextmenu: (event: Event) => {
        if (acted) event.preventDefault();
      },
      click: (event: Event) => {
        if (!acted) return;
        acted = false;
        event.preventDefault();
        event.stopPropagation();
      },
    };
  }, []);
}
