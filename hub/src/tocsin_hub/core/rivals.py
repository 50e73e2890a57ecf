"""Rivals: connections whose place another one of the same host has taken. Times in ms.

Most are dead: a cable was pulled, and the agent came back before its old connection was given up.
What it had said into the old one may still arrive, as the kernel goes on sending it. So a rival is
asked something that only a running program answers; if it does, two machines show one identity.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from tocsin_hub.core.connection import Connection

ASKED_AFTER_MS: Final = 2_000
"""A program that has just gone is given so long to be gone."""
ANSWERS_WITHIN_MS: Final = 30_000


class _Rival(NamedTuple):
    connection: Connection
    since: int
    is_asked: bool = False


class Rivals:
    """The connections that have lost their place and are not closed yet."""

    def __init__(self) -> None:
        self._rivals: dict[str, _Rival] = {}

    def __contains__(self, connection: Connection) -> bool:
        return connection.id in self._rivals

    def add(self, connection: Connection, now: int) -> None:
        self._rivals[connection.id] = _Rival(connection, now)

    def discard(self, connection: Connection) -> None:
        self._rivals.pop(connection.id, None)

    def is_alive(self, connection: Connection) -> bool:
        """Tell whether an answer that came is a rival's, to what it was asked."""
        rival = self._rivals.get(connection.id)
        return rival is not None and rival.is_asked

    def of(self, host: str) -> list[Connection]:
        """Return the rivals of a host."""
        every = [rival.connection for rival in self._rivals.values()]
        return [one for one in every if one.principal.name == host]

    def due(self, now: int) -> Iterator[Connection]:
        """Yield those to ask now, each once."""
        for rival in list(self._rivals.values()):
            if not rival.is_asked and now - rival.since > ASKED_AFTER_MS:
                self._rivals[rival.connection.id] = rival._replace(is_asked=True)
                yield rival.connection

    def dead(self, now: int) -> list[Connection]:
        """Return those that were asked and did not answer."""
        limit = now - ASKED_AFTER_MS - ANSWERS_WITHIN_MS
        return [one.connection for one in self._rivals.values() if one.since < limit]
