"""Log: a topic whose entries are ordered, numbered and read at each reader's own pace. Pure."""

from __future__ import annotations

from bisect import bisect_left
from collections import deque
from collections.abc import Callable, Sequence
from itertools import islice
from typing import Final

from tocsin_wire import codec
from tocsin_wire.cursor import READ_BUDGET, SHARED_READS, Cursor, Far, Read, Seal, Start, unsealed
from tocsin_wire.messages import Entry, Gap, LogFrame, Reset
from tocsin_wire.position import Position
from tocsin_wire.topics import Kind

TAIL_ENTRIES: Final = 1_024
TAIL_BYTES: Final = 1024 * 1024

Seek = Callable[[int], int]
"""Returns the seq of the oldest entry in the store that is not older than a time (ms)."""


class Log:
    """The newest entries of one continuous history, within a bound on their number and bytes.

    Entries are numbered 1, 2, 3, ... without a hole; the oldest leave when the bound is reached.
    Where `backed`, a store has them still: a reader who had not come to them is answered `Far`,
    and reads on once somebody fetched and `recall`ed them. Else they are lost to that reader, who
    is told so by a `gap`.
    """

    kind = Kind.LOG

    def __init__(
        self,
        name: str,
        epoch: str,
        *,
        first: int = 1,
        head: int = 0,
        backed: bool = False,
        seek: Seek | None = None,
        max_entries: int = TAIL_ENTRIES,
        max_bytes: int = TAIL_BYTES,
        seal: Seal = unsealed,
    ) -> None:
        """`first` is the oldest seq of the store; `seek` looks up a time among what it has."""
        self.name = name
        self.epoch = epoch
        self.head = head
        self.bytes = 0
        self._kept_from = first
        self.backed = backed
        self._seek = seek
        self._max_entries = max_entries
        self._max_bytes = max_bytes
        self._seal = seal
        self._entries: deque[tuple[int, bytes]] = deque()
        self._prefix = codec.encode(LogFrame(name, []))[:-2]
        self._reads: dict[Cursor, Read] = {}
        self._past: dict[int, Read] = {}

    @property
    def first(self) -> int:
        """The seq of the oldest entry that can be read; head + 1 when there is none."""
        return self._kept_from if self.backed else self.tail

    @property
    def tail(self) -> int:
        """The seq of the oldest entry in memory; head + 1 when there is none."""
        return self.head - len(self._entries) + 1

    def append(self, entry: Entry) -> None:
        """Add the next entry; the oldest beyond the bounds leave.

        Raises ValueError when `entry.seq` is not head + 1: a hole cannot be built.
        """
        self.add(entry.seq, entry.at, codec.encode(entry))

    def add(self, seq: int, at: int, raw: bytes) -> None:
        """Add the next entry, `raw` being its JSON. Raises ValueError as `append` does."""
        if seq != self.head + 1:
            raise ValueError(f"{self.name}: entry {seq} cannot follow {self.head}")
        self._entries.append((at, raw))
        self.bytes += len(raw)
        self.head = seq
        self._reads.clear()
        while len(self._entries) > self._max_entries or (
            self.bytes > self._max_bytes and len(self._entries) > 1
        ):
            self.bytes -= len(self._entries.popleft()[1])

    def load(self, entries: Sequence[tuple[int, bytes]]) -> None:
        """Take in the newest entries (`at` and JSON) of a store, up to `head`, once at the start.

        Raises ValueError when they are more than there can be.
        """
        if self._entries or len(entries) > self.head - self._kept_from + 1:
            raise ValueError(f"{self.name}: these are not the newest entries")
        self._entries.extend(entries)
        self.bytes = sum(len(raw) for _, raw in entries)

    def trim(self, first: int) -> None:
        """Note that the store has nothing before `first` any more."""
        self._kept_from = max(self._kept_from, min(first, self.head + 1))
        while self._entries and self.tail < self._kept_from:
            self.bytes -= len(self._entries.popleft()[1])
        self._reads.clear()
        for after in [after for after in self._past if after + 1 < self._kept_from]:
            del self._past[after]

    def recall(self, after: int, first: int, raws: Sequence[bytes]) -> None:
        """Take in what the store has after `after`: the JSON of entries from `first` on.

        Without entries, `first` is the `tail` of when the store was asked: what left the memory
        since is in the store. Where entries do not follow on, what lies between is lost: readers
        will be told by a `gap`. What is in memory never is.
        """
        lost = min(first, self.tail) - 1
        if lost > after:
            frame, end = codec.encode(Gap(self.name, after + 1, lost)), lost
        else:
            frame, end = self._frame(raws), after + len(raws)
        if len(self._past) >= SHARED_READS:
            del self._past[next(iter(self._past))]
        self._past[after] = Read(self._seal(frame), Cursor(self.epoch, end), True)

    def clear(self, epoch: str) -> None:
        """Begin a new history; every reader of the old one is told by a `reset`."""
        self.epoch = epoch
        self.head = 0
        self.bytes = 0
        self._kept_from = 1
        self._entries.clear()
        self._reads.clear()
        self._past.clear()

    def start(
        self, since: Position | None, tail: int | None = None, at: int | None = None
    ) -> Start:
        """Return where a subscription begins.

        After `since` when that can be continued, or its loss announced; else at the first entry not
        older than `at`; else `tail` entries before the head; else at the oldest entry kept.
        """
        if since is not None and since.epoch == self.epoch and since.number <= self.head:
            kept = since.number >= self.first - 1
            return Start(Cursor(self.epoch, since.number), kept, "ok" if kept else "retention")
        reason = "fresh"
        if since is not None:
            reason = "ahead" if since.epoch == self.epoch else "epoch"
        return Start(Cursor(self.epoch, self._before(tail, at)), False, reason)

    def _before(self, tail: int | None, at: int | None) -> int:
        if at is not None:
            return self._before_time(at)
        if tail is not None:
            return max(self.first - 1, self.head - tail)
        return self.first - 1

    def _before_time(self, at: int) -> int:
        if self._seek is not None and (not self._entries or at <= self._entries[0][0]):
            return max(self._seek(at), self.first) - 1
        return self.tail - 1 + bisect_left(self._entries, at, key=lambda entry: entry[0])

    def raw_entries(self) -> list[bytes]:
        """Return the JSON of every entry in memory, oldest first."""
        return [raw for _, raw in self._entries]

    def raw_entry(self, seq: int) -> bytes | None:
        """Return the JSON of one entry in memory, None when it is not there."""
        return self._entries[seq - self.tail][1] if self.tail <= seq <= self.head else None

    def entries_after(self, number: int) -> list[bytes]:
        """Return the JSON of the entries in memory after a seq, oldest first."""
        skip = max(number + 1 - self.tail, 0)
        return [raw for _, raw in islice(self._entries, skip, None)]

    def is_behind(self, cursor: Cursor) -> bool:
        """Tell whether a reader at `cursor` lacks anything."""
        return cursor.number != self.head or cursor.epoch != self.epoch

    def read(self, cursor: Cursor, budget: int = READ_BUDGET) -> Read | Far | None:
        """Return the next frame for a reader at `cursor`, or None when it has everything.

        The frame is built once and shared by every reader at that place.
        """
        known = self._reads.get(cursor)
        if known is None:
            if not self.is_behind(cursor):
                return None
            if self._is_far(cursor):
                return self._recalled(cursor)
            if len(self._reads) >= SHARED_READS:
                self._reads.clear()
            known = self._reads[cursor] = self._build(cursor, budget)
        return known

    def _is_far(self, cursor: Cursor) -> bool:
        return cursor.epoch == self.epoch and self.first <= cursor.number + 1 < self.tail

    def _recalled(self, cursor: Cursor) -> Read | Far:
        past = self._past.get(cursor.number)
        if past is None:
            return Far(cursor.number)
        return past._replace(more=self.is_behind(past.cursor))

    def _build(self, cursor: Cursor, budget: int) -> Read:
        before_first = Cursor(self.epoch, self.first - 1)
        if cursor.epoch != self.epoch or cursor.number > self.head:
            return self._told(Reset(self.name, self.epoch, self.first), before_first)
        if cursor.number < before_first.number:
            return self._told(Gap(self.name, cursor.number + 1, before_first.number), before_first)
        raws = self._next(cursor.number + 1 - self.tail, budget)
        after = Cursor(self.epoch, cursor.number + len(raws))
        return Read(self._seal(self._frame(raws)), after, self.is_behind(after))

    def _frame(self, raws: Sequence[bytes]) -> bytes:
        return self._prefix + b",".join(raws) + b"]}"

    def _told(self, message: Reset | Gap, cursor: Cursor) -> Read:
        return Read(self._seal(codec.encode(message)), cursor, self.is_behind(cursor))

    def _next(self, skip: int, budget: int) -> list[bytes]:
        raws: list[bytes] = []
        size = 0
        for index in range(skip, len(self._entries)):
            raw = self._entries[index][1]
            size += len(raw)
            if raws and size > budget:
                break
            raws.append(raw)
        return raws
