/** One conversation to turn to, and what one can do with it. */

import type { ComponentChildren } from "preact";
import { partnerOf } from "../../core/talk";
import type { TalkLine } from "../../core/talk-list";
import { t } from "../../i18n/language";
import { Avatar } from "./avatar";

interface Props {
  line: TalkLine;
  title: string;
  isCurrent: boolean;
  onTurn: () => void;
  children?: ComponentChildren;
}

export function SwitcherLine({ line, title, isCurrent, onTurn, children }: Props) {
  const { topic, name, unread, mentions } = line;
  return (
    <li class="switcher-line" data-testid="switcher-line" data-topic={topic}>
      <button type="button" class="switcher-turn" aria-current={isCurrent} onClick={onTurn}>
        {partnerOf(topic) ? <Avatar login={name} /> : <span class="switcher-sign">#</span>}
        <span class="switcher-name">{name}</span>
        <span class="switcher-title">{title}</span>
        {mentions > 0 && (
          <span class="count" title={t.value.mentions(mentions)}>
            @{mentions}
          </span>
        )}
        {unread > mentions && (
          <span class="count quiet" title={t.value.unread(unread - mentions)}>
            {unread - mentions}
          </span>
        )}
      </button>
      {children}
    </li>
  );
}
