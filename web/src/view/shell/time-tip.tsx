/** The moment a time on the page stands for, in full, for who reaches it by key or by touch: local, in UTC, how long ago. */

import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { formats } from "../../i18n/language";
import { seconds } from "../../store/seconds";
import { useRoom } from "../context";
import "./time-tip.css";

const ID = "time-tip";
const MARGIN_PX = 8;

export function TimeTip() {
  const [of, setOf] = useState<HTMLTimeElement | null>(null);
  useEffect(() => watch(setOf), []);
  return of && <Tip of={of} />;
}

function Tip({ of }: { of: HTMLTimeElement }) {
  const { connection } = useRoom();
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    of.setAttribute("aria-describedby", ID);
    if (box.current) place(box.current, of);
    return () => of.removeAttribute("aria-describedby");
  }, [of]);
  const format = formats.value;
  const at = Date.parse(of.dateTime);
  return (
    <div ref={box} class="time-tip" role="tooltip" id={ID} data-testid="time-tip">
      <span>{format.moment(at)}</span>
      <span>{format.utc(at)}</span>
      <span class="muted">{format.ago(at, seconds.value + connection.ahead)}</span>
    </div>
  );
}

/** Tell which time the person is at; null when at none. Returns how to stop. */
function watch(tell: (of: HTMLTimeElement | null) => void): () => void {
  const look = ({ target }: Event): void => tell(target instanceof Element ? target.closest<HTMLTimeElement>("time[datetime][tabindex]") : null);
  const close = (): void => tell(null);
  const key = (event: KeyboardEvent): void => {
    if (event.key === "Escape") close();
  };
  document.addEventListener("focusin", look);
  document.addEventListener("focusout", close);
  document.addEventListener("keydown", key);
  document.addEventListener("scroll", close, true);
  return () => {
    document.removeEventListener("focusin", look);
    document.removeEventListener("focusout", close);
    document.removeEventListener("keydown", key);
    document.removeEventListener("scroll", close, true);
  };
}

/** Below the time, or above it where there is no room; never beyond the window. */
function place(box: HTMLElement, of: HTMLElement): void {
  const at = of.getBoundingClientRect();
  const { width, height } = box.getBoundingClientRect();
  const left = Math.min(at.left, window.innerWidth - width - MARGIN_PX);
  const below = at.bottom + MARGIN_PX / 2;
  const top = below + height > window.innerHeight ? at.top - height - MARGIN_PX / 2 : below;
  box.style.left = `${Math.max(MARGIN_PX, left)}px`;
  box.style.top = `${top}px`;
}
