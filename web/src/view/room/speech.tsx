/** What one person said without being interrupted. Text nodes only: a tag shows as its letters. */

import { actionOf } from "../../core/saying";
import type { Said } from "../../core/timeline";
import { When } from "../parts/when";
import { Avatar } from "./avatar";
import { useSpeaker } from "./use-speaker";
import "./speech.css";

interface Props {
  by: string;
  ip: string;
  at: number;
  said: readonly Said[];
}

export function Speech({ by, ip, at, said }: Props) {
  const name = useSpeaker(by);
  return (
    <article class="speech">
      <Avatar login={name} />
      <div class="speech-body">
        <header class="speech-head">
          <span class="speech-by" data-testid="message-by">
            {name}
          </span>
          <span class="speech-ip">{ip}</span>
          <When at={at} />
        </header>
        {said.map((one) => (
          <Message key={one.key} one={one} name={name} />
        ))}
      </div>
    </article>
  );
}

function Message({ one, name }: { one: Said; name: string }) {
  const action = actionOf(one.text);
  return (
    <p class="message" data-testid="room-message" data-seq={one.seq}>
      {action ? <em>{`${name} ${action}`}</em> : one.text}
    </p>
  );
}
