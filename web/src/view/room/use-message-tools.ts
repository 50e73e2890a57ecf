/**
 * What one does with messages, and how one gets to it: the pointer, the keyboard, a long press. One set of tools follows
 * whichever message is meant.
 */

import { useComputed, useSignal, type ReadonlySignal, type Signal } from "@preact/signals";
import type { RefObject } from "preact";
import { useEffect, useLayoutEffect, useMemo, useRef } from "preact/hooks";
import type { Item, Said } from "../../core/timeline";
import { roomOf } from "../../core/talk";
import { talksOf } from "../../store/talks";
import { useRoom } from "../context";
import type { Mode, ToolsProps } from "./tools-props";
import { useLongPress } from "./use-long-press";

export interface Parts {
  scroller: RefObject<HTMLElement | null>;
  list: RefObject<HTMLElement | null>;
  items: ReadonlySignal<readonly Item[]>;
  topic: string;
  /** The message whose former texts are asked for. */
  asked: Signal<Said | null>;
  /** The person is about to write. */
  onWrite: () => void;
}

const ROW = "[data-message]";
const FIRST = 0;

export function useMessageTools({ scroller, list, items, topic, asked, onWrite }: Parts): ReadonlySignal<ToolsProps | null> {
  const room = useRoom();
  const newest = useRef<HTMLElement | undefined>(undefined);
  const at = useSignal<{ seq: number; mode: Mode } | null>(null);
  const messageAt = (seq: number): Said | undefined => {
    for (const item of items.peek()) if (item.kind === "speech") for (const one of item.said) if (one.seq === seq) return one;
    return undefined;
  };
  const rowOf = (target: EventTarget | null): HTMLElement | null => (target as Element).closest<HTMLElement>(ROW);
  const show = (row: HTMLElement, mode: Mode): void => void (at.value = { seq: Number(row.dataset["seq"]), mode });
  const close = (): void => {
    const seq = at.peek()?.seq;
    at.value = null;
    list.current?.querySelector<HTMLElement>(`${ROW}[data-seq="${seq}"]`)?.focus({ preventScroll: true });
  };
  const isOwn = (said: Said): boolean => said.by.toLowerCase() === room.session.login.toLowerCase();
  const write = (kind: "reply" | "edit", message: Said): void => {
    at.value = null;
    const talks = talksOf(room);
    if (kind === "reply") talks.reply(topic, message);
    else talks.edit(topic, message);
    onWrite();
  };
  const open = useComputed<ToolsProps | null>(() => {
    const meant = at.value;
    void items.value;
    const message = meant && messageAt(meant.seq);
    const row = meant && list.current?.querySelector<HTMLElement>(`${ROW}[data-seq="${meant.seq}"]`);
    if (!message || !row || message.deleted) return null;
    return { message, row, mode: meant.mode, topic, onMode: (mode) => show(row, mode), onClose: close, onWrite: (kind) => write(kind, message) };
  });

  const listeners = useMemo(() => {
    const open = (row: HTMLElement, said: Said, mode: Mode): boolean => {
      if (!said.deleted) show(row, mode);
      return !said.deleted;
    };
    const begin = (kind: "reply" | "edit", said: Said): boolean => {
      if (!said.deleted) write(kind, said);
      return !said.deleted;
    };
    const mayDelete = (said: Said): boolean => isOwn(said) || (roomOf(topic) !== "" && room.may("remove"));
    const keys: Record<string, (row: HTMLElement, said: Said) => boolean> = {
      ArrowDown: (row) => step(row, 1),
      ArrowUp: (row) => step(row, -1),
      Home: (row) => focusOn(rowsIn(row)[FIRST]),
      End: (row) => focusOn(rowsIn(row).pop()),
      Enter: (row, said) => open(row, said, "menu"),
      "+": (row, said) => open(row, said, "picker"),
      r: (_, said) => begin("reply", said),
      e: (_, said) => isOwn(said) && begin("edit", said),
      Delete: (row, said) => mayDelete(said) && open(row, said, "delete"),
      Escape: () => {
        onWrite();
        return true;
      },
    };
    const hover = (event: PointerEvent): void => {
      const row = rowOf(event.target);
      if (event.pointerType === "mouse" && row && (at.peek()?.mode ?? "bar") === "bar") show(row, "bar");
    };
    const rest = (): void => {
      if (at.peek()?.mode === "bar") at.value = null;
    };
    return {
      pointerover: hover,
      pointerleave: rest,
      focusin: (event: FocusEvent) => {
        const row = rowOf(event.target);
        if (row) makeTabbable(row);
        if (row && event.target === row && row.matches(":focus-visible") && !at.peek()) show(row, "bar");
      },
      keydown: (event: KeyboardEvent) => {
        const row = event.target as HTMLElement;
        if (!row.matches(ROW) || event.ctrlKey || event.metaKey || event.altKey) return;
        const said = messageAt(Number(row.dataset["seq"]));
        if (!said || !keys[event.key]?.(row, said)) return;
        event.preventDefault();
        event.stopPropagation();
      },
    };
  }, [items, topic]);
  const press = useLongPress((target) => {
    const row = rowOf(target);
    if (row) show(row, "menu");
  });

  // One message is in the order of Tab: the one that had the focus, else the newest.
  useLayoutEffect(() => {
    const rows = [...(list.current?.querySelectorAll<HTMLElement>(ROW) ?? [])];
    const last = rows[rows.length - 1];
    const isNew = last !== newest.current && !list.current?.contains(document.activeElement);
    newest.current = last;
    if (isNew || !rows.some((row) => row.tabIndex === 0)) makeTabbable(last);
    if (scroller.current) scroller.current.tabIndex = rows.length > 0 ? -1 : 0;
  });
  const wanted = asked.value;
  useEffect(() => {
    if (wanted) at.value = { seq: wanted.seq, mode: "history" };
    asked.value = null;
  }, [wanted]);
  useEffect(() => {
    const box = scroller.current;
    const all = Object.entries({ ...listeners, ...press }) as [string, EventListener][];
    for (const [name, listener] of all) box?.addEventListener(name, listener, name === "click");
    return () => {
      for (const [name, listener] of all) box?.removeEventListener(name, listener, name === "click");
    };
  }, [listeners, press]);
  return open;
}

function rowsIn(row: HTMLElement): HTMLElement[] {
  return [...(row.closest("[role=log]")?.querySelectorAll<HTMLElement>(ROW) ?? [])];
}

function step(row: HTMLElement, by: number): boolean {
  const rows = rowsIn(row);
  return focusOn(rows[rows.indexOf(row) + by]);
}

function focusOn(row: HTMLElement | undefined): boolean {
  row?.focus();
  return true;
}

function makeTabbable(row: HTMLElement | undefined): void {
  if (!row) return;
  for (const other of rowsIn(row)) if (other !== row && other.tabIndex === 0) other.tabIndex = -1;
  row.tabIndex = 0;
}
