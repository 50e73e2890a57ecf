"""Turns: who may do what costs much, few at a time, and who waits for that. Pure."""

from __future__ import annotations

from collections import deque
from collections.abc import Hashable
from typing import Final, Generic, TypeVar

from tocsin_wire.errors import TooFast

AGAIN_MS: Final = 2_000
W = TypeVar("W", bound=Hashable)


class Turns(Generic[W]):
    """A few places, and a bounded line before them in which the known go first.

    When the line is full, a known one takes the place of the stranger who came last.
    """

    def __init__(self, places: int, waiting: int) -> None:
        self._free = places
        self._longest = waiting
        self._known: deque[W] = deque()
        self._strangers: deque[W] = deque()

    @property
    def waiting(self) -> int:
        return len(self._known) + len(self._strangers)

    def enter(self, who: W, *, known: bool) -> bool:
        """Take a place, or stand in line: then False. Raises TooFast when the line is full."""
        if self._free:
            self._free -= 1
            return True
        if self.waiting >= self._longest:
            raise full()
        (self._known if known else self._strangers).append(who)
        return False

    def displaced(self, *, known: bool) -> W | None:
        """Return who has to leave the line so that somebody may enter, None when nobody has to."""
        is_full = not self._free and self.waiting >= self._longest
        return self._strangers.pop() if is_full and known and self._strangers else None

    def leave(self) -> W | None:
        """Give a place back; return who has it now."""
        for line in (self._known, self._strangers):
            if line:
                return line.popleft()
        self._free += 1
        return None


def full() -> TooFast:
    """Return what is told to who cannot even wait."""
    return TooFast("too many log in just now: try again in a moment", after_ms=AGAIN_MS)
