/** Who is here and what they say. */

import { ConversingContext, type Conversing } from "../view/room/message-context";
import { Message } from "../view/room/message";
import { PeopleList } from "../view/room/people-list";
import { RoomContext } from "../view/context";
import { ME, room, SAID } from "./sample";

const conversing: Conversing = {
  topic: "room/main",
  me: ME,
  follow: () => undefined,
  history: () => undefined,
  answered: ({ reply }) => SAID.find(({ id }) => id === reply) ?? null,
};

export function Messages() {
  return (
    <RoomContext.Provider value={room}>
      <ConversingContext.Provider value={conversing}>
        <div class="styleguide-card" data-testid="guide-messages">
          {SAID.map((said) => (
            <Message key={said.id} said={said} name={said.by} ip="192.0.2.9" isFirst />
          ))}
        </div>
      </ConversingContext.Provider>
    </RoomContext.Provider>
  );
}

export function Present() {
  return (
    <RoomContext.Provider value={room}>
      <div class="styleguide-card styleguide-narrow">
        <PeopleList onTurn={() => undefined} />
      </div>
    </RoomContext.Provider>
  );
}
