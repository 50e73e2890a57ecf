/** Every conversation there is: one's own with what is new, other rooms to join, people to write to, and a new room. */

import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { privateTopic, roomTopic } from "../../core/talk";
import { matching } from "../../core/talk-find";
import { t } from "../../i18n/language";
import { talksOf } from "../../store/talks";
import { MAIN_ROOM } from "../../wire/messages.gen";
import { useRoom } from "../context";
import { Icon } from "../parts/icon";
import { Modal } from "../parts/modal";
import { RoomForm } from "./room-form";
import { SwitcherLine } from "./switcher-line";
import { talkLines } from "./use-talk-lines";
import "../../style/forms.css";
import "./switcher.css";

interface Props {
  topic: string;
  onTurn: (topic: string) => void;
  onClose: () => void;
}

export function Switcher({ topic, onTurn, onClose }: Props) {
  const room = useRoom();
  const talks = talksOf(room);
  const texts = t.value;
  const typed = useSignal("");
  /** The room whose title is being changed, "" for a new one, null for none. */
  const form = useSignal<string | null>(null);
  const box = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => field.current?.focus(), [form.value]);
  const mayCreate = room.may("run");
  const rooms = [...talks.rooms.value.values()];
  const titles = new Map(rooms.map(({ name, title }) => [roomTopic(name), title]));
  const own = matching(talkLines(room).map((line) => ({ ...line, title: titles.get(line.topic) ?? "" })), typed.value);
  const others = matching(
    rooms.filter(({ name }) => !talks.isJoined(name) && roomTopic(name) !== topic),
    typed.value,
  ).sort((a, b) => a.name.localeCompare(b.name));
  const known = new Set(talkLines(room).map((line) => line.topic));
  const people = matching(
    room.people.present.value.map(({ login }) => ({ name: login })).filter(({ name }) => name !== room.session.login && !known.has(privateTopic(name))),
    typed.value,
  );
  const onKey = (event: KeyboardEvent): void => {
    const lines = [...(box.current?.querySelectorAll<HTMLElement>(".switcher-turn") ?? [])];
    const at = lines.indexOf(document.activeElement as HTMLElement);
    if (event.key === "Enter" && at < 0) lines[0]?.click();
    else if (event.key === "ArrowDown") lines[Math.min(at + 1, lines.length - 1)]?.focus();
    else if (event.key === "ArrowUp") (at > 0 ? lines[at - 1] : field.current)?.focus();
    else return;
    event.preventDefault();
  };
  if (form.value !== null) {
    const name = form.value;
    const done = (created: string): void => {
      form.value = null;
      if (created) onTurn(roomTopic(created));
    };
    return <RoomForm name={name} title={titles.get(roomTopic(name)) ?? ""} onDone={done} onClose={() => (form.value = null)} />;
  }
  return (
    <Modal title={texts.allConversations} testid="switcher" onClose={onClose}>
      <div class="switcher" ref={box}>
        <input
          ref={field}
          class="input"
          data-testid="switcher-filter"
          placeholder={texts.switcherFilter}
          aria-label={texts.switcherFilter}
          onInput={(event) => (typed.value = event.currentTarget.value)}
          onKeyDown={onKey}
        />
        <div class="switcher-lists" onKeyDown={onKey}>
          <Section title={texts.yourConversations} count={own.length}>
            {own.map((line) => {
              const isRoom = line.topic.startsWith("room/");
              const name = line.topic.slice("room/".length);
              return (
                <SwitcherLine key={line.topic} line={line} title={line.title} isCurrent={line.topic === topic} onTurn={() => onTurn(line.topic)}>
                  {isRoom && mayCreate && (
                    <button type="button" class="icon-button" data-testid={`room-rename-${name}`} aria-label={texts.renameRoom(name)} title={texts.renameRoom(name)} onClick={() => (form.value = name)}>
                      <Icon name="pencil" size={14} />
                    </button>
                  )}
                  {isRoom && line.topic !== MAIN_ROOM && talks.isJoined(name) && (
                    <button
                      type="button"
                      class="icon-button"
                      data-testid={`room-leave-${name}`}
                      aria-label={texts.leaveRoom(name)}
                      title={texts.leaveRoom(name)}
                      onClick={() => {
                        talks.leave(name);
                        if (line.topic === topic) onTurn(MAIN_ROOM);
                      }}
                    >
                      <Icon name="door" size={14} />
                    </button>
                  )}
                </SwitcherLine>
              );
            })}
          </Section>
          <Section title={texts.otherRooms} count={others.length}>
            {others.map(({ name, title }) => (
              <SwitcherLine key={name} line={{ topic: roomTopic(name), name, unread: 0, mentions: 0 }} title={title} isCurrent={false} onTurn={() => onTurn(roomTopic(name))}>
                <button
                  type="button"
                  class="button quiet small"
                  data-testid={`room-join-${name}`}
                  onClick={() => {
                    talks.join(name);
                    onTurn(roomTopic(name));
                  }}
                >
                  {texts.joinRoom}
                </button>
              </SwitcherLine>
            ))}
          </Section>
          <Section title={texts.people} count={people.length}>
            {people.map(({ name }) => (
              <SwitcherLine
                key={name}
                line={{ topic: privateTopic(name), name, unread: 0, mentions: 0 }}
                title=""
                isCurrent={false}
                onTurn={() => {
                  room.privates.open(name);
                  onTurn(privateTopic(name));
                }}
              />
            ))}
          </Section>
          {own.length + others.length + people.length === 0 && <p class="muted switcher-nothing">{texts.switcherNothing}</p>}
        </div>
        {mayCreate && (
          <button type="button" class="button quiet" data-testid="room-new" onClick={() => (form.value = "")}>
            <Icon name="plus" size={14} />
            {texts.newRoom}
          </button>
        )}
      </div>
    </Modal>
  );
}

function Section({ title, count, children }: { title: string; count: number; children: ComponentChildren }) {
  if (count === 0) return null;
  return (
    <section aria-label={title}>
      <h3 class="switcher-head">{title}</h3>
      <ul>{children}</ul>
    </section>
  );
}
