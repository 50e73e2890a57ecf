"""Store: where logs live. One protocol, so that memory, a file and a server are interchangeable."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple, Protocol

from msgspec import Raw

from tocsin_hub.core.fate import Fate
from tocsin_wire import codec
from tocsin_wire.errors import TocsinError
from tocsin_wire.messages import Entry

OUTPUT: Final = b'"body":{"kind":"output"'
"""What an entry of output holds, and no other: quotes inside a text are escaped."""


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

    epoch: str
    seq: int
    at: int
    """The hub's clock (ms) when it came; never before that of an earlier entry."""
    raw: bytes = b""
    """The entry's JSON; empty for a `dup`."""
    dup: bool = False


Outcome = Committed | TocsinError
Done = Callable[[Outcome], None]
Told = Callable[[int, Sequence[bytes]], None]
"""Called with the seq of the first entry read, and the JSON of it and of those that follow on."""


class Opening(NamedTuple):
    """Where a log stands when it comes into memory."""

    epoch: str
    first: int = 1
    head: int = 0
    tail: Sequence[tuple[int, bytes]] = ()
    """The newest entries: time and JSON, oldest first, without a hole up to `head`."""


class Store(Protocol):
    """Numbers drafts, keeps them, and remembers publish ids so that each counts once."""

    def open(self, topic: str, max_entries: int, max_bytes: int) -> Opening:
        """Return where a log stands, with about that much of its tail; it begins if need be."""

    def has(self, topic: str) -> bool:
        """Tell whether there is anything in a log."""

    def entry(self, topic: str, seq: int) -> bytes | None:
        """Return the JSON of one entry, None when it is not there or not whole."""

    def fate(self, topic: str, seq: int) -> Fate:
        """Return what the changes in a log have made of the chat at `seq`."""

    def twin(self, topic: str, seq: int, other: str) -> int:
        """Return the seq in the log `other` of the same private message; 0 when it is not there."""

    def was_published(self, producer: str, id: str) -> bool:
        """Tell whether an id of a publisher is known."""

    def lifecycle(self, topic: str) -> Sequence[bytes]:
        """Return the entries of a run but its output."""

    def seek(self, topic: str, at: int) -> int:
        """Return the seq of the oldest entry not older than `at`; head + 1 when all are older."""

    def append(self, draft: Draft, at: int, done: Done) -> None:
        """Keep `draft`; call `done` once it cannot be lost any more, or with why it is refused.

        Outcomes come in the order of the seqs they tell.
        """

    def read(self, topic: str, after: int, told: Told) -> None:
        """Read some entries after the seq `after` (about 32 KiB), and call `told` with them."""

    def settled(self, done: Callable[[], None]) -> None:
        """Call `done` once all that was appended before is settled."""

    async def at_rest(self) -> None:
        """Wait until nothing is being written: until the next `await` it holds nobody up."""

    def drop(self, topic: str) -> None:
        """Forget a topic; its epoch is never used again."""


def raw_entry(draft: Draft, seq: int, at: int) -> bytes:
    """Return the JSON of the entry that a draft becomes."""
    return codec.encode(Entry(seq, draft.id, at, draft.producer, Raw(draft.body), draft.ip))
