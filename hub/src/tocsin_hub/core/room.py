"""Room: what people say. Chat, private messages, farewells, and the word that stops the hub.

A farewell and a stop are done, not said: the room has an entry of what came of them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import msgspec
from msgspec import structs

from tocsin_hub.core.access import require_proof, require_role
from tocsin_hub.core.audit.deed import noted
from tocsin_hub.core.changes import Changes
from tocsin_hub.core.connection import Connection
from tocsin_hub.core.effects import Append, Close, Effect, Reply, Stop
from tocsin_hub.core.people import People
from tocsin_hub.core.principal import Role
from tocsin_hub.core.references import COPY, References
from tocsin_hub.core.rooms import Rooms
from tocsin_hub.core.topics import Topics
from tocsin_hub.core.typists import Typists
from tocsin_wire import codec, texts
from tocsin_wire.bodies import AuditDeed, Chat, Deleted, Edited, HubStopped, Reacted, RoomBody
from tocsin_wire.closing import Close as Code
from tocsin_wire.errors import BadField, UnknownLogin
from tocsin_wire.messages import NOT_KEPT, Ack, Bye, Pub
from tocsin_wire.topics import MAIN_ROOM, private

# All kinds, though only one may be said: alone, a struct is decoded without its tag as well.
_body: Final[msgspec.json.Decoder[RoomBody]] = msgspec.json.Decoder(RoomBody)


class Room:
    """Rooms and private logs."""

    def __init__(
        self,
        topics: Topics,
        people: People,
        rooms: Rooms,
        typists: Typists,
        new_id: Callable[[], str],
        *,
        arret: Role,
    ) -> None:
        """`arret` is the least role that may stop the hub by a word, `new_id` makes publish ids."""
        self._topics = topics
        self._people = people
        self._rooms = rooms
        self._typists = typists
        self._new_id = new_id
        self._arret = arret
        self._references = References(topics)
        self._changes = Changes(topics, self._references, new_id)

    def said(self, speaker: Connection, pub: Pub, now: int) -> list[Effect]:
        """Take in what somebody says in a room or to one login."""
        body = codec.decode(pub.body, _body)
        match body:
            case Chat():
                return self._chat(speaker, pub, body, now)
            case Edited() | Deleted() | Reacted():
                return self._changes.told(speaker, pub, body)
        raise BadField(
            "people publish `chat`, `edit`, `delete`, `react`: what else is in a room, the hub says"
        )

    def unsaid(self) -> None:
        """Ask the store again what it has: it refused something."""
        self._changes.forget()

    def _chat(self, speaker: Connection, pub: Pub, chat: Chat, now: int) -> list[Effect]:
        text = texts.check_chat(chat.text)
        if texts.is_farewell(text):
            return _farewell(speaker, pub, now)
        if texts.is_stop(text):
            return self._stop(speaker, pub, now)
        spoken = self._spoken(speaker, pub, chat, now)
        self._typists.spoke(speaker.principal.name, pub.topic)
        return spoken

    def _spoken(self, speaker: Connection, pub: Pub, chat: Chat, now: int) -> list[Effect]:
        by = speaker.principal.by
        if pub.topic.startswith("room/"):
            self._answered(speaker, pub, chat)
            begun = self._rooms.enter(speaker.principal, pub.topic, now)
            body = codec.encode(structs.replace(chat, to=""))
            return [*begun, Append(pub.topic, pub.id, by, body, speaker.ip, speaker.id)]
        to = pub.topic.removeprefix("private/")
        if not self._people.is_known(to):
            raise UnknownLogin(f"nobody is here under the login {to}")
        mine = private(speaker.principal.name)
        twin = self._answered(speaker, pub, chat)
        body = codec.encode(structs.replace(chat, to=to))
        kept = Append(mine, pub.id, by, body, speaker.ip, speaker.id)
        if mine == pub.topic:
            return [kept]
        copied = codec.encode(structs.replace(chat, to=to, reply_seq=twin))
        return [Append(pub.topic, f"{pub.id}{COPY}", by, copied, speaker.ip), kept]

    def _answered(self, speaker: Connection, pub: Pub, chat: Chat) -> int:
        """Look whether what a chat answers is there; return its seq in the partner's log, or 0."""
        who = speaker.principal
        if not chat.reply or self._topics.was_published(who.by, pub.id):
            return 0
        mine = pub.topic if pub.topic.startswith("room/") else private(who.name)
        answered = self._references.find(mine, chat.reply, chat.reply_seq)
        if (answered.partner or mine) != pub.topic:
            raise BadField("what you answer was not said here: say it without the reply")
        return self._references.twin(answered)

    def _stop(self, speaker: Connection, pub: Pub, now: int) -> list[Effect]:
        """Stop the hub for who may. Who has to prove who they are? All, unless anybody may."""
        who = speaker.principal
        require_role(who, self._arret, "stop the hub")
        if self._arret is not Role.GUEST:
            require_proof(who, now, "stop the hub")
        body = codec.encode(HubStopped(who.name))
        deed = AuditDeed("stop", who.by, str(who.role), speaker.ip)
        # It is done once the audit has it on disk, and not before.
        said = noted(self._new_id(), deed, then=(Stop(who.name),))
        return [Append(MAIN_ROOM, pub.id, who.by, body, speaker.ip, speaker.id, then=(said,))]


def _farewell(speaker: Connection, pub: Pub, now: int) -> list[Effect]:
    return [
        Reply(speaker.id, Ack(pub.id, pub.topic, NOT_KEPT, "", now)),
        Close(speaker.id, Code.NORMAL, "bye", Bye("bye", speaker.principal.name)),
    ]
