"""Lookout: what a window follows of a hub for somebody who does not look at it. Pure.

Every room, one's private messages, and the hosts; over any number of connections.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from tocsin_desktop.core.notices import Notice, Notices
from tocsin_wire import codec
from tocsin_wire import messages as m
from tocsin_wire.link import Changed, GiveUp, Link, Retry
from tocsin_wire.topics import HOSTS, MAIN_ROOM, ROOMS, private, room

HOSTS_EVERY_MS: Final = 2_000
"""Who only wants to know which hosts are down need not hear of each of their numbers."""
NEW_ROOM_TAIL: Final = 100
"""What was said in a room before it was known that there is one: all of that is new."""


class Lookout:
    """A link of its own, and what comes of it."""

    def __init__(self, hello: m.Hello, random: Callable[[int], bytes]) -> None:
        """`random` returns that many random bytes."""
        self.login = ""
        """Whose the connection is; it stays known when that is lost."""
        self.role = ""
        """Empty while it is not live."""
        self.notices = Notices("")
        self._link = Link(hello, random)
        self._rooms = {MAIN_ROOM}
        self._is_told_of_rooms = False
        self._private = ""
        self._awaited: set[str] = set()  # topics from which nothing is heard yet
        self._role = ""
        self._link.subscribe(HOSTS, every_ms=HOSTS_EVERY_MS)
        self._link.subscribe(ROOMS)
        self._link.subscribe(MAIN_ROOM, tail=0)

    @property
    def is_live(self) -> bool:
        """True as soon as nothing can be missed any more: every topic is followed."""
        return bool(self.role)

    def opened(self, now: int) -> None:
        """Begin again on a new connection."""
        self._awaited = {HOSTS, ROOMS, *self._rooms, *filter(None, [self._private])}
        self._role = ""
        self._link.opened(now)

    def closed(self, code: int) -> Retry | GiveUp:
        """Tell what to do now that the connection ended, or could not be made (code 1006)."""
        self.role = ""
        return self._link.closed(code)

    def receive(self, frame: bytes, now: int) -> list[Notice]:
        """Take in a text frame; return what is to be told. Raises BadMessage."""
        events = self._link.receive(frame, now)
        if not self.is_live:
            self._answered(codec.decode_from_hub(frame))
        for event in events:
            match event:
                case m.Welcome():
                    self._welcomed(event)
                case Changed(topic=topic) if topic == ROOMS:
                    self._follow(event)
        if self._role and not self._awaited:
            self.login, self.role = self.notices.login, self._role
        return self.notices.take(events, now)

    def tick(self, now: int) -> list[Notice]:
        """Return what has waited long enough."""
        return self.notices.settle(now)

    def is_silent(self, now: int) -> bool:
        """Tell whether the connection should be given up as lost."""
        return self._link.is_silent(now)

    def outgoing(self, now: int) -> list[bytes]:
        """Return the text frames to send, and forget them."""
        return self._link.outgoing(now)

    def _answered(self, message: m.FromHub) -> None:
        """Take in that a topic is followed from now on, or cannot be."""
        if isinstance(message, m.SubOk | m.Error):
            self._awaited.discard(message.topic)

    def _welcomed(self, welcome: m.Welcome) -> None:
        self._role = welcome.role
        self.notices.login = welcome.login
        topic = private(welcome.login)
        if welcome.role != "screen" and topic != self._private:  # a screen is nobody
            self._private = topic
            self._awaited.add(topic)
            self._link.subscribe(topic, tail=0)

    def _follow(self, change: Changed) -> None:
        named = {room(name) for name in change.set} | {MAIN_ROOM}
        gone = {room(name) for name in change.removed} - {MAIN_ROOM}
        wanted = named if change.reset else (self._rooms | named) - gone
        tail = NEW_ROOM_TAIL if self._is_told_of_rooms else 0
        for topic in sorted(wanted - self._rooms):
            self._link.subscribe(topic, tail=tail)
        for topic in sorted(self._rooms - wanted):
            self._link.unsubscribe(topic)
        self._rooms, self._is_told_of_rooms = wanted, True
