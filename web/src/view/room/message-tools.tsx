/** What one does with a message: a few buttons over its corner, and what opens from them. */

import { useLayoutEffect, useRef } from "preact/hooks";
import { t } from "../../i18n/language";
import { toggle } from "../../store/amend";
import { useRoom } from "../context";
import { Icon, type IconName } from "../parts/icon";
import { DeleteMessage } from "./delete-message";
import { EmojiPicker } from "./emoji-picker";
import { FormerTexts } from "./former-texts";
import { MessageMenu } from "./message-menu";
import type { ToolsProps } from "./tools-props";
import "./message-tools.css";

const UP_PX = 14;

export function MessageTools(props: ToolsProps) {
  const { message, row, mode, topic, onMode, onClose, onWrite } = props;
  const room = useRoom();
  const box = useRef<HTMLDivElement>(null);
  const isOwn = message.by.toLowerCase() === room.session.login.toLowerCase();
  const react = (emoji: string): void => {
    toggle(room.connection, topic, message, emoji, room.session.login);
    onClose();
  };
  useLayoutEffect(() => {
    row.dataset["active"] = "true";
    return () => delete row.dataset["active"];
  }, [row]);
  useLayoutEffect(() => {
    if (box.current) box.current.style.top = `${Math.max(0, row.offsetTop - UP_PX)}px`;
  });
  if (mode === "delete") return <DeleteMessage message={message} topic={topic} onClose={onClose} />;
  if (mode === "history") return <FormerTexts message={message} onClose={onClose} />;
  return (
    <div class="message-tools" ref={box} data-testid="message-tools">
      <div class="message-bar" role="toolbar" aria-label={t.value.messageActions}>
        <Tool icon="smile" testid="tool-react" label={t.value.react} keys="+" onUse={() => onMode("picker")} />
        <Tool icon="reply" testid="tool-reply" label={t.value.reply} keys="R" onUse={() => onWrite("reply")} />
        {isOwn && <Tool icon="pencil" testid="tool-edit" label={t.value.editMessage} keys="E" onUse={() => onWrite("edit")} />}
        <Tool icon="ellipsis" testid="tool-more" label={t.value.more} keys="Enter" onUse={() => onMode("menu")} />
      </div>
      {mode === "picker" && <EmojiPicker row={row} onPick={react} onClose={onClose} />}
      {mode === "menu" && <MessageMenu {...props} isOwn={isOwn} />}
    </div>
  );
}

function Tool({ icon, label, keys, testid, onUse }: { icon: IconName; label: string; keys: string; testid: string; onUse: () => void }) {
  return (
    <button type="button" class="icon-button" tabIndex={-1} data-testid={testid} aria-label={label} title={`${label} (${keys})`} onClick={onUse}>
      <Icon name={icon} size={15} />
    </button>
  );
}
