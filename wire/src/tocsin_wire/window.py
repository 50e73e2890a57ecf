"""Window: a client's publishes that are not answered yet. So many are in flight, the others wait.

A lost connection leaves a client not knowing which of those in flight arrived: it sends all of them
again. So their number is bounded, whatever a program wants to say. Pure.
"""

from __future__ import annotations

from collections import deque
from typing import Final

from tocsin_wire.messages import Pub

WINDOW: Final = 128
"""Publishes of one client that may be sent and unanswered."""


class Window:
    """Publishes in the order they were made; at most `size` are in flight. Times are ms.

    All that the hub may have without this client knowing is in flight. Answers may come in another
    order: one to rows waits for their minute to be on disk.
    """

    def __init__(self, size: int = WINDOW) -> None:
        self._size = size
        self._in_flight: dict[str, Pub] = {}
        self._waiting: deque[Pub] = deque()
        self._held_until = 0

    def __len__(self) -> int:
        """Count what is not answered, in flight or not."""
        return len(self._in_flight) + len(self._waiting)

    @property
    def is_full(self) -> bool:
        """True when one more publish would wait for the answer to another."""
        return len(self) >= self._size

    def add(self, pub: Pub) -> None:
        """Put a publish behind all others."""
        self._waiting.append(pub)

    def departures(self, now: int) -> list[Pub]:
        """Return what is to be sent now, in order: it is in flight from here on."""
        if now < self._held_until:
            return []
        if self._held_until:
            self.recall()
        room = self._size - len(self._in_flight)
        pubs = [self._waiting.popleft() for _ in range(min(room, len(self._waiting)))]
        self._in_flight.update((pub.id, pub) for pub in pubs)
        return pubs

    def hold(self, until: int) -> None:
        """Let nothing depart before `until`, then send what is in flight once more, in order."""
        self._held_until = max(self._held_until, until)

    def recall(self) -> None:
        """Let everything depart anew, in order: where it arrived is unknown, or not at all."""
        self._held_until = 0
        self._waiting.extendleft(reversed(self._in_flight.values()))
        self._in_flight.clear()

    def is_in_flight(self, id: str) -> bool:
        return id in self._in_flight

    def answered(self, id: str) -> None:
        """A publish in flight has its answer for good."""
        del self._in_flight[id]
