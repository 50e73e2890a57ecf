/** A button with a panel below it: Escape closes it, and so does whatever is done elsewhere. */

import type { ComponentChildren } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import "./popover.css";

const EDGE = 12;

interface Props {
  label: ComponentChildren;
  title: string;
  testid: string;
  className?: string;
  /** Drawn while it is open; `close` gives the focus back. */
  children: (close: () => void) => ComponentChildren;
}

export function Popover({ label, title, testid, className = "button quiet", children }: Props) {
  const [open, setOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const panel = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!open) return;
    const away = (event: Event): void => {
      if (!box.current?.contains(event.target as Node)) setOpen(false);
    };
    document.addEventListener("mousedown", away);
    return () => document.removeEventListener("mousedown", away);
  }, [open]);
  useLayoutEffect(() => {
    if (open && panel.current) keepInside(panel.current);
  }, [open]);
  const close = (): void => {
    setOpen(false);
    button.current?.focus();
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.key !== "Escape" || !open) return;
    event.preventDefault();
    event.stopPropagation();
    close();
  };
  const onBlur = (event: FocusEvent): void => {
    if (event.relatedTarget instanceof Node && !box.current?.contains(event.relatedTarget)) setOpen(false);
  };
  return (
    <div class="fleet-popover" ref={box} onKeyDown={onKey} onBlurCapture={onBlur}>
      <button
        ref={button}
        type="button"
        class={className}
        data-testid={testid}
        aria-haspopup="dialog"
        aria-expanded={open}
        aria-label={title}
        title={title}
        onClick={() => setOpen(!open)}
      >
        {label}
      </button>
      {open && (
        <div class="fleet-panel" ref={panel} role="dialog" aria-label={title} data-testid={`${testid}-panel`}>
          {children(close)}
        </div>
      )}
    </div>
  );
}

/** On a phone its button stands so far to the left that the panel would begin before the page does. */
function keepInside(panel: HTMLElement): void {
  const before = EDGE - panel.getBoundingClientRect().left;
  if (before > 0) panel.style.transform = `translateX(${before}px)`;
}
