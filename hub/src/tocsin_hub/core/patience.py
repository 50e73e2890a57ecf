"""Patience: what a connection may get wrong before it is closed."""

from __future__ import annotations

from typing import Final, NamedTuple

from tocsin_hub.core.bucket import Bucket
from tocsin_wire.closing import Close
from tocsin_wire.errors import BadMessage, Forbidden, TocsinError, TooFast

ERRORS_A_SECOND: Final = 10
ERRORS_AT_ONCE: Final = 100
FLOOD_A_SECOND: Final = 100
FLOOD_AT_ONCE: Final = 20_000
"""Publishes refused as too fast, each of which its sender is to hold back and repeat. Far more than
any client has in flight: only one that does not listen comes to the end of it."""


class Ending(NamedTuple):
    """With which code to close, and why."""

    code: Close
    reason: str


class Patience:
    """Counts what no correct client sends. What is gone or taken meanwhile is nobody's fault."""

    __slots__ = ("_errors", "_flood")

    def __init__(self, now: int) -> None:
        self._errors = Bucket(ERRORS_A_SECOND, ERRORS_AT_ONCE, now)
        self._flood = Bucket(FLOOD_A_SECOND, FLOOD_AT_ONCE, now)

    def ending(self, error: TocsinError, now: int) -> Ending | None:
        """Count an error; return how to end the connection when it was one too many."""
        match error:
            case BadMessage() | Forbidden() if not self._errors.take(now):
                return Ending(Close.BAD_MESSAGES, "too many messages that are not of the protocol")
            case TooFast() if not self._flood.take(now):
                return Ending(Close.TOO_FAST, "you publish too fast and do not wait when told to")
        return None
