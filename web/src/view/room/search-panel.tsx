/** Searches what was said: as one types, where, by whom and when; a find leads to its place in the log. */

import { useSignal } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { partnerOf, privateTopic, roomOf } from "../../core/talk";
import { fetchPiece } from "../../edge/logs-http";
import type { Found } from "../../edge/rooms-http";
import { t } from "../../i18n/language";
import { TalkSearch } from "../../store/talk-search";
import type { Chat } from "../../wire/messages.gen";
import { useRoom } from "../context";
import { Icon } from "../parts/icon";
import { FoundLine } from "./found-line";
import { SearchFilters } from "./search-filters";
import "../../style/forms.css";
import "./search-panel.css";

interface Props {
  topic: string;
  onGo: (topic: string, seq: number) => void;
  onClose: () => void;
}

export function SearchPanel({ topic, onGo, onClose }: Props) {
  const room = useRoom();
  const texts = t.value;
  const search = useMemo(() => new TalkSearch(), []);
  const isHere = useSignal(false);
  const box = useRef<HTMLElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const me = room.session.login;
  const scope = isHere.value ? (partnerOf(topic) ? privateTopic(me) : topic) : "";
  useEffect(() => search.ask({ topic: scope }), [scope]);
  useEffect(() => {
    field.current?.focus();
    return () => search.close();
  }, []);
  const { found, state } = search;
  const go = async (one: Found): Promise<void> => onGo(await placeOf(one, me), one.seq);
  const onKey = (event: KeyboardEvent): void => {
    if (event.key === "Escape") onClose();
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") move(box.current, event.key === "ArrowDown" ? 1 : -1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const asked = search.asked.value;
  return (
    <section class="talk-search" ref={box} role="search" aria-label={texts.searchTalk} data-testid="search-panel" onKeyDown={onKey}>
      <div class="talk-search-head">
        <div class="talk-search-field">
          <Icon name="search" size={14} />
          <input
            ref={field}
            type="search"
            class="input"
            data-testid="search-text"
            placeholder={texts.searchTalk}
            aria-label={texts.searchTalk}
            maxLength={200}
            onInput={(event) => search.ask({ text: event.currentTarget.value })}
          />
          <button type="button" class="icon-button" data-testid="search-close" aria-label={texts.close} title={`${texts.close} (Esc)`} onClick={onClose}>
            <Icon name="close" />
          </button>
        </div>
        <SearchFilters
          here={partnerOf(topic) ? texts.searchPrivate : texts.searchRoom(roomOf(topic))}
          isHere={isHere}
          onChange={(change) => search.ask(change)}
        />
      </div>
      <p class="visually-hidden" role="status">
        {state.value === "found" ? texts.foundMessages(found.value.length, search.next.value !== "") : ""}
      </p>
      <div class="talk-search-results" data-testid="search-results" data-state={state.value}>
        {state.value === "failed" && (
          <p class="talk-search-note problem" role="alert">
            {texts.searchFailed}{" "}
            <button type="button" class="link-button" onClick={() => search.ask({})}>
              {texts.retry}
            </button>
          </p>
        )}
        {state.value === "idle" && <p class="talk-search-note">{texts.searchHint}</p>}
        {state.value === "found" && found.value.length === 0 && (
          <p class="talk-search-note" data-testid="search-nothing">
            {texts.searchNothing(asked.text.trim())}
          </p>
        )}
        <ul>
          {found.value.map((one) => (
            <FoundLine key={`${one.topic} ${one.seq}`} one={one} me={me} onGo={() => void go(one)} />
          ))}
        </ul>
        {search.next.value !== "" && (
          <button type="button" class="button quiet small talk-search-more" data-testid="search-more" onClick={() => void search.more()}>
            {texts.searchOlder}
          </button>
        )}
      </div>
    </section>
  );
}

/** One's private log holds every private conversation: whom a message was said to, it says itself. */
async function placeOf({ topic, by, seq }: Found, me: string): Promise<string> {
  if (!partnerOf(topic)) return topic;
  if (by.toLowerCase() !== me.toLowerCase()) return privateTopic(by);
  const [entry] = (await fetchPiece<Chat>(topic, { after: seq - 1 }, 1)).entries;
  return privateTopic(entry?.body.to ?? by);
}

function move(box: HTMLElement | null, by: number): void {
  const lines = [...(box?.querySelectorAll<HTMLElement>(".found-line") ?? [])];
  const at = lines.indexOf(document.activeElement as HTMLElement) + by;
  if (at < 0) box?.querySelector("input")?.focus();
  else lines[Math.min(at, lines.length - 1)]?.focus();
}
