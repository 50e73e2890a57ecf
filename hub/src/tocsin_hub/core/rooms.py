"""Rooms: which there are, as a state that everybody follows. What is said in them lies in logs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from msgspec import structs

from tocsin_hub.core.access import require_role
from tocsin_hub.core.effects import Effect, SaveRoom
from tocsin_hub.core.principal import HUB, Principal, Role
from tocsin_hub.core.topics import Topics
from tocsin_wire import bodies
from tocsin_wire.errors import BadField, Refused, TooMany, UnknownTopic
from tocsin_wire.topics import MAIN_ROOM, ROOMS, form_of, room

MAX_ROOMS: Final = 64
LONGEST: Final = 64
"""Characters of a room's name: the names of all its topics fit into their bound."""
_MAIN: Final = MAIN_ROOM.removeprefix("room/")


class Rooms:
    """The topic `rooms`, by name. `main` is always there; no room ever goes."""

    def __init__(self, topics: Topics, known: Iterable[bodies.Room], now: int) -> None:
        self._topics = topics
        self._rooms: dict[str, bodies.Room] = {}
        topics.make(ROOMS)
        for one in (bodies.Room(_MAIN, "", now, HUB), *known):
            self._put(one)

    def __contains__(self, name: str) -> bool:
        return name in self._rooms

    @property
    def all(self) -> list[bodies.Room]:
        return list(self._rooms.values())

    def enter(self, who: Principal, topic: str, now: int) -> list[Effect]:
        """Make sure that the room of a log exists; operators begin new ones by naming them.

        Raises Forbidden, BadField, TooMany.
        """
        name = topic.removeprefix("room/")
        if name in self._rooms:
            return []
        if self._topics.exists(topic):  # of before the start, and nobody told us
            return self._keep(bodies.Room(name, "", now, HUB))
        require_role(who, Role.OPERATOR, f"begin the room {topic}")
        return self.begin(who, name, "", now)

    def begin(self, who: Principal, name: str, title: str, now: int) -> list[Effect]:
        """Begin a room. Raises Refused when there is one already, BadTopic, BadField, TooMany."""
        form_of(room(name))
        if "/" in name or len(name) > LONGEST:
            raise BadField(f"a room's name has at most {LONGEST} characters, and no /")
        if name in self._rooms:
            raise Refused(f"there is a room {name} already: go there, or choose another name")
        if len(self._rooms) >= MAX_ROOMS:
            raise TooMany(f"there are {MAX_ROOMS} rooms already: use one of them")
        return self._keep(bodies.Room(name, title, now, who.name))

    def rename(self, name: str, title: str) -> list[Effect]:
        """Give a room another title. Raises UnknownTopic."""
        return self._keep(structs.replace(self.get(name), title=title))

    def get(self, name: str) -> bodies.Room:
        """Return a room. Raises UnknownTopic."""
        if name not in self._rooms:
            raise UnknownTopic(f"there is no room {name[:LONGEST]!r}: look at the rooms there are")
        return self._rooms[name]

    def _keep(self, one: bodies.Room) -> list[Effect]:
        self._put(one)
        return [SaveRoom(one)]

    def _put(self, one: bodies.Room) -> None:
        self._rooms[one.name] = one
        self._topics.make(room(one.name))
        self._topics.set(ROOMS, one.name, one)
