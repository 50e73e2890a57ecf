/** A button with a list of actions below it: arrows move, Escape closes, whatever is elsewhere closes it too. */

import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { Icon } from "./icon";
import { useAway } from "./use-away";
import "./menu.css";

export interface Action {
  id: string;
  label: string;
  hint?: string;
  /** It takes something away for good. */
  danger?: boolean;
}

interface Props {
  label: ComponentChildren;
  title: string;
  testid: string;
  className?: string;
  /** Of what one row can do: three dots, and its name for who hears it. */
  ofRow?: boolean;
  actions: readonly Action[];
  onAct: (id: string) => void;
}

export function Menu({ label, title, testid, className = "button quiet small", ofRow = false, actions, onAct }: Props) {
  const [open, setOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const items = (): HTMLElement[] => [...(box.current?.querySelectorAll<HTMLElement>("[role=menuitem]") ?? [])];
  useLayoutEffect(() => {
    if (open) items()[0]?.focus();
  }, [open]);
  useAway(box, open, () => setOpen(false));
  const close = (): void => {
    setOpen(false);
    button.current?.focus();
  };
  const onKey = (event: KeyboardEvent): void => {
    const all = items();
    const at = all.indexOf(document.activeElement as HTMLElement);
    const next: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 };
    const wanted = next[event.key];
    if (event.key === "Escape") close();
    else if (event.key === "Tab") return setOpen(false);
    else if (wanted !== undefined) all[(wanted + all.length) % all.length]?.focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div class="menu" ref={box}>
      <button
        ref={button}
        type="button"
        class={className}
        data-testid={testid}
        aria-haspopup="menu"
        aria-expanded={open}
        title={title}
        onClick={() => setOpen(!open)}
      >
        {label}
        {ofRow ? <Icon name="ellipsis" /> : <Icon name="chevronDown" size={12} />}
      </button>
      {open && (
        <div class="menu-list" role="menu" aria-label={title} onKeyDown={onKey}>
          {actions.map((action) => (
            <button
              key={action.id}
              type="button"
              role="menuitem"
              tabIndex={-1}
              class={action.danger ? "menu-item danger" : "menu-item"}
              data-testid={`${testid}-${action.id}`}
              onClick={() => {
                close();
                onAct(action.id);
              }}
            >
              <span>{action.label}</span>
              {action.hint && <span class="menu-hint">{action.hint}</span>}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}
