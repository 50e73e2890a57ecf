"""Marks: what lies on a host's time axis, made few enough to be drawn. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, TypeVar

from msgspec import Struct

MAX_MARKS: Final = 500
GIVEN_UP: Final = ("chat", "leave", "join", "spike", "late", "up", "down", "run")
"""Kinds, from the one of which most may be left out to the one that is kept longest."""
T = TypeVar("T")
_LEAST_SHARE: Final = 16
"""Of each kind a sixteenth of what fits stays, before more of the next kind goes."""


class Mark(Struct, frozen=True):
    """Something that happened."""

    at: int
    kind: str
    """`run`, `chat`, `join`, `leave`, `up`, `down`, `late` or `spike`."""
    topic: str
    seq: int
    """Where it is in the log `topic`."""
    by: str
    """Who; empty for what happened by itself."""
    text: str
    """Of a chat its text, of a run its command, of a spike the column; may be cut."""
    run: str
    host: str


def thinned(marks: Sequence[Mark], limit: int) -> list[Mark]:
    """Return at most `limit` marks in the order of time, left out evenly within each kind."""
    by_kind = {kind: [one for one in marks if one.kind == kind] for kind in GIVEN_UP}
    for least in (max(limit // _LEAST_SHARE, 1), 0):
        for kind, those in by_kind.items():
            excess = sum(map(len, by_kind.values())) - limit
            if excess > 0:
                by_kind[kind] = evenly(those, max(len(those) - excess, min(least, len(those))))
    return sorted((one for those in by_kind.values() for one in those), key=lambda one: one.at)


def evenly(those: Sequence[T], count: int) -> list[T]:
    """Return so many of them, from all over."""
    return [those[number * len(those) // count] for number in range(count)]
