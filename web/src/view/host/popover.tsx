/** A button with a small panel below it: Escape and a press elsewhere close it, and the focus returns to the button. */

import type { ComponentChildren } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import "./popover.css";

interface Props {
  label: ComponentChildren;
  title: string;
  testid: string;
  className?: string;
  isOn?: boolean;
  children: (close: () => void) => ComponentChildren;
}

export function Popover({ label, title, testid, className = "icon-button", isOn = false, children }: Props) {
  const [open, setOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const panel = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!open) return;
    const away = (event: Event): void => {
      if (!box.current?.contains(event.target as Node)) setOpen(false);
    };
    document.addEventListener("mousedown", away);
    return () => document.removeEventListener("mousedown", away);
  }, [open]);
  useLayoutEffect(() => {
    if (!open || !panel.current) return;
    keepInside(panel.current);
    (panel.current.querySelector<HTMLElement>("input, button, select") ?? panel.current).focus();
  }, [open]);
  const close = (): void => {
    setOpen(false);
    button.current?.focus();
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    close();
  };
  return (
    <div class="popover" ref={box}>
      <button ref={button} type="button" class={className} aria-haspopup="dialog" aria-expanded={open} aria-pressed={isOn}
        aria-label={title} title={title} data-testid={testid} onClick={() => setOpen(!open)}>
        {label}
      </button>
      {open && (
        <div class="popover-panel" ref={panel} role="dialog" tabIndex={-1} aria-label={title} data-testid={`${testid}-panel`} onKeyDown={onKey}>
          {children(close)}
        </div>
      )}
    </div>
  );
} // prettier-ignore

/** Its button may stand at either edge of a narrow page. */
function keepInside(panel: HTMLElement): void {
  const EDGE = 8;
  const { left, right } = panel.getBoundingClientRect();
  const view = panel.closest("main") ?? document.body;
  const from = view.getBoundingClientRect().left;
  // Without the scroll bar, where it takes a place of its own.
  const over = Math.min(0, from + view.clientWidth - EDGE - right) || Math.max(0, from + EDGE - left);
  panel.style.transform = `translateX(${over}px)`;
}
