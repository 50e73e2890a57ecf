/** A button with a small panel below it: Escape closes it, and so does whatever is done elsewhere. */

import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { useAway } from "./use-away";
import "./popover.css";

const EDGE_PX = 8;

interface Props {
  label: ComponentChildren;
  title: string;
  testid: string;
  className?: string;
  /** How the panel looks: beside what all have in common. */
  panelClass?: string;
  /** Whether what it is about is in use, where it can be. */
  isOn?: boolean;
  /** Drawn while it is open; `close` gives the focus back to the button. */
  children: (close: () => void) => ComponentChildren;
}

export function Popover({ label, title, testid, className = "icon-button", panelClass = "", isOn, children }: Props) {
  const [open, setOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const panel = useRef<HTMLDivElement>(null);
  useAway(box, open, () => setOpen(false));
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
    if (event.key !== "Escape" || !open) return;
    event.preventDefault();
    event.stopPropagation();
    close();
  };
  const onBlur = (event: FocusEvent): void => {
    if (event.relatedTarget instanceof Node && !box.current?.contains(event.relatedTarget)) setOpen(false);
  };
  return (
    <div class="popover" ref={box} onKeyDown={onKey} onBlurCapture={onBlur}>
      <button
        ref={button}
        type="button"
        class={className}
        data-testid={testid}
        aria-haspopup="dialog"
        aria-expanded={open}
        aria-pressed={isOn}
        aria-label={title}
        title={title}
        onClick={() => setOpen(!open)}
      >
        {label}
      </button>
      {open && (
        <div class={`popover-panel ${panelClass}`} ref={panel} role="dialog" tabIndex={-1} aria-label={title} data-testid={`${testid}-panel`}>
          {children(close)}
        </div>
      )}
    </div>
  );
}

/** Its button may stand at either edge of a narrow page. */
function keepInside(panel: HTMLElement): void {
  const { left, right } = panel.getBoundingClientRect();
  const view = panel.closest("main") ?? document.body;
  const from = view.getBoundingClientRect().left;
  // Without the scroll bar, where it takes a place of its own.
  const over = Math.min(0, from + view.clientWidth - EDGE_PX - right) || Math.max(0, from + EDGE_PX - left);
  panel.style.transform = `translateX(${over}px)`;
}
