/** The conversations one can turn to, and who is here. */

import type { Signal } from "@preact/signals";
import { t } from "../../i18n/language";
import { useRoom } from "../context";
import { Icon } from "../parts/icon";
import "./dock-head.css";

interface Props {
  partner: string;
  onPartner: (login: string) => void;
  peopleOpen: Signal<boolean>;
}

export function DockHead({ partner, onPartner, peopleOpen }: Props) {
  const room = useRoom();
  const texts = t.value;
  const present = room.people.present.value.length;
  return (
    <header class="dock-head">
      <div class="dock-tabs" role="tablist" aria-label={texts.conversations}>
        <Tab name={texts.room} selected={partner === ""} unread={room.main.unread.value} testid="tab-room" onTurn={() => onPartner("")} />
        {room.privates.partners.value.map((one) => (
          <Tab
            key={one.login.toLowerCase()}
            name={one.login}
            selected={partner.toLowerCase() === one.login.toLowerCase()}
            unread={one.unread}
            testid={`tab-private-${one.login}`}
            onTurn={() => onPartner(one.login)}
          />
        ))}
      </div>
      <button
        type="button"
        class="icon-button"
        data-testid="people-toggle"
        aria-expanded={peopleOpen.value}
        aria-pressed={peopleOpen.value}
        aria-label={texts.choice(texts.people, texts.present(present))}
        title={texts.people}
        onClick={() => (peopleOpen.value = !peopleOpen.value)}
      >
        <Icon name="people" />
        <span data-testid="people-count">{present}</span>
      </button>
    </header>
  );
}

interface TabProps {
  name: string;
  selected: boolean;
  unread: number;
  testid: string;
  onTurn: () => void;
}

function Tab({ name, selected, unread, testid, onTurn }: TabProps) {
  return (
    <button type="button" role="tab" class="dock-tab" aria-selected={selected} data-testid={testid} onClick={onTurn}>
      <span class="dock-tab-name">{name}</span>
      {unread > 0 && (
        <span class="count" title={t.value.unread(unread)}>
          {unread}
        </span>
      )}
    </button>
  );
}
