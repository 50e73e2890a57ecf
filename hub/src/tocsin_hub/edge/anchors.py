"""Anchors: the head of the audit's chain, logged now and then.

A journal that is kept on another machine then holds what `tocsin-hub audit verify --expect` needs.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import structlog

from tocsin_hub.core.audit.link import Link
from tocsin_wire.errors import Unavailable

LOGGER: Final = "tocsin_hub.anchors"
"""Its lines come through at the level `info`: they are no complaint."""
EVERY_MS: Final = 3_600_000

log = structlog.get_logger(LOGGER)


class Anchors:
    """Tells the head at the start, each hour in which it changed, and at the end."""

    def __init__(self, head: Callable[[], Link | None], now: int) -> None:
        self._head = head
        self._told: Link | None = None
        self._due = now

    def tick(self, now: int) -> None:
        """Let time pass (`now`, ms); call it about once a second."""
        if now >= self._due:
            self._due = now + EVERY_MS
            self.tell()

    def tell(self) -> None:
        """Log the head, unless that was the last thing told."""
        try:
            head = self._head()
        except Unavailable:  # told where it was raised
            return
        if head is not None and head != self._told:
            self._told = head
            log.info("the head of the audit", head=str(head))
