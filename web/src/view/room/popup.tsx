/** What opens over the conversation beside a message: wherever there is room, gone with a click elsewhere or Escape. */

import type { ComponentChildren, RefObject } from "preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import "../parts/menu.css";

const GAP_PX = 4;
const EDGE_PX = 8;
const RIGHT_PX = 10; // as the bar it hangs from has it

interface Props {
  row: HTMLElement;
  role: "menu" | "dialog";
  label: string;
  testid: string;
  className?: string;
  onClose: () => void;
  onKeyDown?: (event: KeyboardEvent) => void;
  children: ComponentChildren;
}

export function Popup({ row, role, label, testid, className = "", onClose, onKeyDown, children }: Props) {
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => place(box.current, row), [row]);
  useAway(box, onClose);
  const onKey = (event: KeyboardEvent): void => {
    onKeyDown?.(event);
    if (event.key !== "Escape" && event.key !== "Tab") return;
    if (event.key === "Tab" && role === "dialog") return;
    event.preventDefault();
    event.stopPropagation();
    onClose();
  };
  return (
    <div ref={box} class={`popup ${className}`} role={role} aria-label={label} data-testid={testid} onKeyDown={onKey}>
      {children}
    </div>
  );
}

/** Below the upper edge of the message, else above it, else wherever it fits. */
function place(box: HTMLElement | null, row: HTMLElement): void {
  if (!box) return;
  const [line, { width, height }] = [row.getBoundingClientRect(), box.getBoundingClientRect()];
  const below = line.top + EDGE_PX + GAP_PX * 3;
  const top = below + height + EDGE_PX <= window.innerHeight ? below : Math.max(EDGE_PX, Math.min(line.top - height - GAP_PX, window.innerHeight - height - EDGE_PX));
  box.style.top = `${top}px`;
  box.style.left = `${Math.max(EDGE_PX, Math.min(line.right, window.innerWidth) - width - RIGHT_PX)}px`;
}

function useAway(box: RefObject<HTMLElement | null>, onClose: () => void): void {
  useEffect(() => {
    const away = (event: Event): void => {
      if (!box.current?.contains(event.target as Node)) onClose();
    };
    document.addEventListener("pointerdown", away);
    document.addEventListener("wheel", away, { passive: true });
    return () => {
      document.removeEventListener("pointerdown", away);
      document.removeEventListener("wheel", away);
    };
  }, []);
}
