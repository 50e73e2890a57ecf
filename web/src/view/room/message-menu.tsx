/** Everything one can do with a message, by name. */

import { useLayoutEffect, useRef } from "preact/hooks";
import { pathOf } from "../../core/route";
import { routeOf } from "../../core/talk";
import { writeClipboard } from "../../edge/clipboard";
import { t } from "../../i18n/language";
import { useRoom } from "../context";
import { Icon, type IconName } from "../parts/icon";
import type { ToolsProps } from "./tools-props";
import { Popup } from "./popup";

interface Choice {
  id: string;
  icon: IconName;
  label: string;
  keys?: string;
  isDanger?: boolean;
  act: () => void;
}

export function MessageMenu({ message, row, topic, isOwn, onMode, onClose, onWrite }: ToolsProps & { isOwn: boolean }) {
  const room = useRoom();
  const list = useRef<HTMLDivElement>(null);
  const texts = t.value;
  const copy = (text: string) => (): void => {
    void writeClipboard(text);
    onClose();
  };
  const link = `${location.origin}${pathOf(routeOf(topic, message.seq))}`;
  const mayDelete = isOwn || (topic.startsWith("room/") && room.may("remove"));
  const choices: Choice[] = [
    { id: "react", icon: "smile", label: texts.react, keys: "+", act: () => onMode("picker") },
    { id: "reply", icon: "reply", label: texts.reply, keys: "R", act: () => onWrite("reply") },
    ...(isOwn ? [{ id: "edit", icon: "pencil", label: texts.editMessage, keys: "E", act: () => onWrite("edit") } as const] : []),
    { id: "copy", icon: "copy", label: texts.copyText, act: copy(message.text) },
    { id: "link", icon: "link", label: texts.copyMessageLink, act: copy(link) },
    ...(message.former.length > 0 ? [{ id: "history", icon: "clock", label: texts.formerTexts, act: () => onMode("history") } as const] : []),
    ...(mayDelete ? [{ id: "delete", icon: "trash", label: texts.deleteMessage, keys: texts.deleteKey, isDanger: true, act: () => onMode("delete") } as const] : []),
  ];
  const items = (): HTMLElement[] => [...(list.current?.querySelectorAll<HTMLElement>("[role=menuitem]") ?? [])];
  useLayoutEffect(() => items()[0]?.focus(), []);
  const onKey = (event: KeyboardEvent): void => {
    const all = items();
    const at = all.indexOf(document.activeElement as HTMLElement);
    const wanted = ({ ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 } as Record<string, number>)[event.key];
    event.stopPropagation();
    if (wanted === undefined) return;
    event.preventDefault();
    all[(wanted + all.length) % all.length]?.focus();
  };
  return (
    <Popup row={row} role="menu" label={texts.messageActions} testid="message-menu" onClose={onClose} onKeyDown={onKey}>
      <div ref={list} role="none">
        {choices.map(({ id, icon, label, keys, isDanger, act }) => (
          <button key={id} type="button" role="menuitem" tabIndex={-1} class={isDanger ? "menu-item danger" : "menu-item"} data-testid={`message-${id}`} onClick={act}>
            <Icon name={icon} size={15} />
            <span>{label}</span>
            {keys && <span class="menu-hint">{keys}</span>}
          </button>
        ))}
      </div>
    </Popup>
  );
}
