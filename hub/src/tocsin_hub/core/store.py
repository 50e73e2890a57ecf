"""Store: where logs live. One protocol, so that memory, a file and a server are interchangeable."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, Protocol

from tocsin_wire.errors import TocsinError
from tocsin_wire.messages import Entry


class Draft(NamedTuple):
    """A publish that has no number yet."""

    topic: str
    id: str
    producer: str
    """Publish ids are remembered per producer."""
    body: bytes
    ip: str = ""


class Committed(NamedTuple):
    """The draft is in the log, now or (`dup`) since an earlier send of the same id."""

    entry: Entry
    epoch: str
    dup: bool


Outcome = Committed | TocsinError
Done = Callable[[Outcome], None]


class Store(Protocol):
    """Numbers drafts, keeps them, and remembers publish ids so that each counts once."""

    def epoch(self, topic: str) -> str:
        """Return the epoch of a topic, beginning its history if there is none."""

    def append(self, draft: Draft, at: int, done: Done) -> None:
        """Keep `draft`; call `done` once it cannot be lost any more, or with why it is refused.

        Outcomes come in the order of the seqs they tell.
        """

    def drop(self, topic: str) -> None:
        """Forget a topic; its epoch is never used again."""
