"""RecentIds: the publishes of one host that were seen last, to tell one that is sent again."""

from __future__ import annotations

from typing import Final

from tocsin_wire.window import WINDOW

REMEMBERED: Final = WINDOW
"""What a client may have to send again is in flight, and that is bounded."""


class RecentIds:
    """The newest ids, each once, with when they first came."""

    __slots__ = ("_ids",)

    def __init__(self) -> None:
        self._ids: dict[str, int] = {}

    def __contains__(self, id: str) -> bool:
        return id in self._ids

    def arrived(self, id: str, now: int) -> int:
        """Note an id that comes `now`; return when it came first."""
        first = self._ids.setdefault(id, now)
        if len(self._ids) > REMEMBERED:
            del self._ids[next(iter(self._ids))]
        return first
