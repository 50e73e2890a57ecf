"""Cursor and Read: how a reader moves through a topic. Pure; imports only positions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

from tocsin_wire.position import Position

READ_BUDGET: Final = 32 * 1024
"""Bytes of entries one read returns at most (always at least one entry)."""

SHARED_READS: Final = 64
"""How many frames a topic keeps for other readers at the same place."""

Seal = Callable[[bytes], bytes]
"""Turns a message's JSON into what goes on the wire, once for all readers of it."""


def unsealed(frame: bytes) -> bytes:
    """Return the frame as it is."""
    return frame


class Cursor(NamedTuple):
    """A reader's place: the newest number it has, within one epoch.

    `base` is the rev at which a state's snapshot began for this reader: what was removed before
    that, it was never shown. Logs leave it 0.
    """

    epoch: str
    number: int
    base: int = 0

    @property
    def position(self) -> Position:
        """What a client would resume from."""
        return Position(self.epoch, self.number)


class Read(NamedTuple):
    """One step: the sealed frame to send, the place after it, and whether there is more."""

    frame: bytes
    cursor: Cursor
    more: bool


class Far(NamedTuple):
    """Not a step: what this reader needs next is not in memory. Fetch it, then read again."""

    after: int
    """The newest number the reader has."""


class Start(NamedTuple):
    """Where a new subscription begins, and what `sub_ok` says of it."""

    cursor: Cursor
    recovered: bool
    reason: str
