"""Changes: what people do to what was said. Edits, deletions and reactions, checked at the door.

Nothing is ever rewritten: each is an entry of its own that names the one it is about.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from typing import Final

from msgspec import structs

from tocsin_hub.core.audit.deed import noted
from tocsin_hub.core.connection import Connection
from tocsin_hub.core.effects import Append, Effect
from tocsin_hub.core.fate import MAX_EMOJI, Change, Fate
from tocsin_hub.core.principal import Principal, Role
from tocsin_hub.core.references import COPY, References, Referred
from tocsin_hub.core.topics import Topics
from tocsin_wire import codec, texts
from tocsin_wire.bodies import AuditDeed, Chat, Deleted, Edited, Reacted
from tocsin_wire.errors import BadField, Forbidden, Refused, TooMany
from tocsin_wire.messages import Pub
from tocsin_wire.topics import private

REMEMBERED: Final = 1_000
"""Fates in memory, those included that the store does not know of yet."""

_Place = tuple[str, str, int]
"""A topic, its epoch and a seq."""


class Changes:
    """Lets through what may be done to a chat, as it stands with all that was let through."""

    def __init__(self, topics: Topics, references: References, new_id: Callable[[], str]) -> None:
        """`new_id` makes publish ids."""
        self._topics = topics
        self._references = references
        self._new_id = new_id
        self._fates: OrderedDict[_Place, Fate] = OrderedDict()

    def told(self, speaker: Connection, pub: Pub, change: Change) -> list[Effect]:
        """Take in a change that somebody publishes to a room or to one login.

        `seq` is where the chat is in the log that they read themselves. Raises NotFound, Refused,
        Forbidden, BadField, BadText, TooLarge, TooMany.
        """
        who = speaker.principal
        is_private = pub.topic.startswith("private/")
        to = pub.topic.removeprefix("private/") if is_private else ""
        change = structs.replace(_checked(change), to=to)
        log = private(who.name) if is_private else pub.topic
        kept = Append(log, pub.id, who.by, codec.encode(change), speaker.ip, speaker.id)
        if self._topics.was_published(who.by, pub.id):
            return [kept]  # the store answers as it did before
        chat = self._references.find(log, change.of, change.seq)
        if is_private and (chat.partner or log) != pub.topic:
            raise BadField(f"that message was not exchanged with {to}: publish to its partner")
        fate = self._fate(chat.topic, chat.seq)
        _require_allowed(who, chat, fate, change)
        return self._kept(who, chat, change, kept)

    def forget(self) -> None:
        """Ask the store again what became of everything: it refused something."""
        self._fates.clear()

    def _kept(self, who: Principal, chat: Referred, change: Change, kept: Append) -> list[Effect]:
        self._fate(chat.topic, chat.seq).take(change, who.name)
        effects: list[Effect] = [kept]
        twin = self._references.twin(chat)
        if twin:
            self._fate(chat.partner, twin).take(change, who.name)
            body = codec.encode(structs.replace(change, seq=twin))
            effects.insert(0, Append(chat.partner, f"{kept.id}{COPY}", kept.by, body, kept.ip))
        if isinstance(change, Deleted) and not _is_own(who, chat):
            detail = f"message {chat.seq} in {chat.topic}"
            deed = AuditDeed("delete", who.by, str(who.role), kept.ip, chat.by, detail)
            return [noted(self._new_id(), deed, then=effects)]
        return effects

    def _fate(self, topic: str, seq: int) -> Fate:
        place = (topic, self._topics.log(topic).epoch, seq)
        fate = self._fates.get(place) or self._topics.fate(topic, seq)
        self._fates[place] = fate
        self._fates.move_to_end(place)
        if len(self._fates) > REMEMBERED:
            self._fates.popitem(last=False)
        return fate


def _checked(change: Change) -> Change:
    match change:
        case Edited():
            texts.check_chat(change.text)
        case Reacted():
            texts.check_emoji(change.emoji)
    return change


def _require_allowed(who: Principal, chat: Referred, fate: Fate, change: Change) -> None:
    if not isinstance(chat.body, Chat):
        raise Refused("only what somebody said can be edited, deleted or marked")
    if fate.is_deleted:
        raise Refused("this message was deleted: nothing can be done to it any more")
    match change:
        case Edited() if not _is_own(who, chat):
            raise Forbidden("you may not edit what somebody else said: answer it")
        case Deleted() if not _is_own(who, chat) and not _is_moderated(who, chat):
            raise Forbidden("you may not delete what somebody else said: ask an admin")
        case Reacted(off=False) if not fate.has_room(change.emoji):
            raise TooMany(f"this message has {MAX_EMOJI} different emojis: take one that is there")


def _is_own(who: Principal, chat: Referred) -> bool:
    """Tell whether somebody said that: they themselves, and not who had the login before them."""
    return chat.by.lower() == who.by.lower() and chat.at >= who.since


def _is_moderated(who: Principal, chat: Referred) -> bool:
    return who.at_least(Role.ADMIN) and chat.topic.startswith("room/")
