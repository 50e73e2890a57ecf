/** The conversations one can turn to, what is in them, and who is here. */

import type { Signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { partnerOf, roomOf } from "../../core/talk";
import { tabsOf, type TalkLine } from "../../core/talk-list";
import { t } from "../../i18n/language";
import { talksOf } from "../../store/talks";
import { MAIN_ROOM } from "../../wire/messages.gen";
import { useRoom } from "../context";
import { Icon } from "../parts/icon";
import { talkLines } from "./use-talk-lines";
import "./dock-head.css";

/** What lies over the conversation, beside it where there is room. */
export type Panel = "" | "people" | "search";

interface Props {
  topic: string;
  panel: Signal<Panel>;
  switching: Signal<boolean>;
  onTurn: (topic: string) => void;
}

export function DockHead({ topic, panel, switching, onTurn }: Props) {
  const room = useRoom();
  const texts = t.value;
  const lines = talkLines(room);
  const tabs = tabsOf(lines, topic);
  const present = room.people.present.value.length;
  const toggle = (name: Panel) => (): void => void (panel.value = panel.value === name ? "" : name);
  const title = talksOf(room).rooms.value.get(roomOf(topic))?.title;
  return (
    <header class="dock-head">
      <div class="dock-line">
        <div class="dock-tabs" role="tablist" aria-label={texts.conversations}>
          {tabs.map((line) => (
            <Tab key={line.topic} line={line} selected={line.topic === topic} onTurn={() => onTurn(line.topic)} />
          ))}
        </div>
        <button
          type="button"
          class="icon-button"
          data-testid="switcher-open"
          aria-haspopup="dialog"
          aria-label={texts.allConversations}
          title={texts.allConversations}
          onClick={() => (switching.value = true)}
        >
          {lines.length > tabs.length && <span>{`+${lines.length - tabs.length}`}</span>}
          <Icon name="chevronDown" size={14} />
        </button>
        <button
          type="button"
          class="icon-button"
          data-testid="search-open"
          aria-pressed={panel.value === "search"}
          aria-label={texts.searchTalk}
          title={texts.searchTalk}
          onClick={toggle("search")}
        >
          <Icon name="search" />
        </button>
        <button
          type="button"
          class="icon-button"
          data-testid="people-toggle"
          aria-expanded={panel.value === "people"}
          aria-pressed={panel.value === "people"}
          aria-label={texts.choice(texts.people, texts.present(present))}
          title={texts.people}
          onClick={toggle("people")}
        >
          <Icon name="people" />
          <span data-testid="people-count">{present}</span>
        </button>
      </div>
      {title && (
        <p class="dock-title" data-testid="room-title" title={title}>
          {title}
        </p>
      )}
    </header>
  );
}

function Tab({ line, selected, onTurn }: { line: TalkLine; selected: boolean; onTurn: () => void }) {
  const { topic, name, unread, mentions } = line;
  const button = useRef<HTMLButtonElement>(null);
  const others = unread - mentions;
  useEffect(() => {
    if (selected) button.current?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [selected]);
  return (
    <button ref={button} type="button" role="tab" class="dock-tab" aria-selected={selected} title={name} data-testid={testidOf(topic, name)} onClick={onTurn}>
      <span class="dock-tab-name">
        {roomOf(topic) && topic !== MAIN_ROOM && <span class="faint">#</span>}
        {name}
      </span>
      {mentions > 0 && (
        <span class="count" title={t.value.mentions(mentions)}>
          @{mentions}
        </span>
      )}
      {others > 0 && (
        <span class={partnerOf(topic) ? "count" : "count quiet"} title={t.value.unread(others)}>
          {others}
        </span>
      )}
    </button>
  );
}

function testidOf(topic: string, name: string): string {
  if (topic === MAIN_ROOM) return "tab-room";
  return partnerOf(topic) ? `tab-private-${name}` : `tab-room-${name}`;
}
