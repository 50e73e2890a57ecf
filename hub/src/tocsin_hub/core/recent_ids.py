"""RecentIds: the publishes of one host that were seen last, to tell one that is sent again."""

from __future__ import annotations

from typing import Final

from tocsin_wire.window import WINDOW

REMEMBERED: Final = WINDOW
"""What a client may have to send again is in flight, and that is bounded."""


class RecentIds:
    """The newest ids, each once."""

    __slots__ = ("_ids",)

    def __init__(self) -> None:
        self._ids: dict[str, None] = {}

    def add(self, id: str) -> bool:
        """Note an id; False when it is here already."""
        if id in self._ids:
            return False
        self._ids[id] = None
        if len(self._ids) > REMEMBERED:
            del self._ids[next(iter(self._ids))]
        return True
