"""Typists: who is writing something now, and where. A state beside each log, never on disk.

A lease: whoever writes says so again and again, and who does not is taken for having stopped.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

from tocsin_hub.core.connection import Connection
from tocsin_hub.core.people import People
from tocsin_hub.core.rooms import Rooms
from tocsin_hub.core.topics import Topics
from tocsin_wire.bodies import Typing
from tocsin_wire.errors import Forbidden, UnknownLogin
from tocsin_wire.messages import Put
from tocsin_wire.topics import TYPING, form_of

LEASE_MS: Final = 6_000


class _Lease(NamedTuple):
    topic: str
    login: str
    until: int


class Typists:
    """The topics `.../typing`. A connection writes in one place at a time: the newest."""

    def __init__(self, topics: Topics, people: People, rooms: Rooms) -> None:
        self._topics = topics
        self._people = people
        self._rooms = rooms
        self._leases: dict[str, _Lease] = {}

    @staticmethod
    def has(topic: str) -> bool:
        """Tell whether a topic is one of these. Raises BadTopic."""
        return topic.endswith(TYPING) and form_of(topic).pattern.endswith(f"*{TYPING}")

    def open(self, topic: str) -> None:
        """Make sure a topic is there, if its log may be. Raises UnknownTopic, UnknownLogin."""
        if topic in self._topics:
            return
        kind, name, _ = topic.split("/")
        if kind == "room":
            self._rooms.get(name)
        elif not self._people.is_known(name):
            raise UnknownLogin(f"nobody is here under the login {name}")
        self._topics.make(topic)

    def put(self, connection: Connection, put: Put, now: int) -> None:
        """Take in that somebody writes, or has stopped to.

        Raises Forbidden for any other key than their own login, and as `open` does. What they give
        as value is not looked at: since when, the hub knows.
        """
        login = connection.principal.name
        if any(key.lower() != login.lower() for key in (*put.set, *put.removed)):
            raise Forbidden(f"you may say of yourself alone that you write: the key is {login}")
        self.open(put.topic)
        if put.set:
            self._lease(connection.id, _Lease(put.topic, login, now + LEASE_MS), now)
        elif put.removed:
            self._stop(lambda lease: (lease.topic, lease.login) == (put.topic, login))

    def spoke(self, login: str, log: str) -> None:
        """Take in that somebody has said something in a log: they are done with writing it."""
        if self._leases:
            self._stop(lambda lease: (lease.topic, lease.login) == (f"{log}{TYPING}", login))

    def left(self, connection: Connection) -> None:
        """Take in that a connection is gone."""
        self._end(connection.id)

    def tick(self, now: int) -> None:
        """End the leases that were not renewed."""
        if self._leases:
            self._stop(lambda lease: lease.until <= now)

    def _lease(self, connection: str, lease: _Lease, now: int) -> None:
        before = self._leases.get(connection)
        if before is None or before.topic != lease.topic:
            self._end(connection)
            if not self._is_there(lease):
                self._topics.set(lease.topic, lease.login, Typing(now))
        self._leases[connection] = lease

    def _stop(self, is_over: Callable[[_Lease], bool]) -> None:
        for connection in [id for id, lease in self._leases.items() if is_over(lease)]:
            self._end(connection)

    def _end(self, connection: str) -> None:
        lease = self._leases.pop(connection, None)
        if lease is not None and lease.topic in self._topics and not self._is_there(lease):
            self._topics.remove(lease.topic, lease.login)

    def _is_there(self, wanted: _Lease) -> bool:
        """Tell whether another connection of the same person writes in the same place."""
        place = (wanted.topic, wanted.login)
        return any((one.topic, one.login) == place for one in self._leases.values())
