"""Log: a topic whose entries are ordered, numbered and read at each reader's own pace. Pure."""

from __future__ import annotations

from bisect import bisect_left
from collections import deque
from typing import Final

from tocsin_wire import codec
from tocsin_wire.cursor import READ_BUDGET, SHARED_READS, Cursor, Read, Seal, Start, unsealed
from tocsin_wire.messages import Entry, Gap, LogFrame, Reset
from tocsin_wire.position import Position
from tocsin_wire.topics import Kind

TAIL_ENTRIES: Final = 1_024
TAIL_BYTES: Final = 1024 * 1024


class Log:
    """The newest entries of one continuous history, within a bound on their number and bytes.

    Entries are numbered 1, 2, 3, ... without a hole; the oldest leave when the bound is reached,
    and a reader who had not come to them is told so by a `gap`.
    """

    kind = Kind.LOG

    def __init__(
        self,
        name: str,
        epoch: str,
        *,
        head: int = 0,
        max_entries: int = TAIL_ENTRIES,
        max_bytes: int = TAIL_BYTES,
        seal: Seal = unsealed,
    ) -> None:
        self.name = name
        self.epoch = epoch
        self.head = head
        self.bytes = 0
        self._max_entries = max_entries
        self._max_bytes = max_bytes
        self._seal = seal
        self._entries: deque[tuple[int, bytes]] = deque()
        self._prefix = codec.encode(LogFrame(name, []))[:-2]
        self._reads: dict[Cursor, Read] = {}

    @property
    def first(self) -> int:
        """The seq of the oldest entry kept; head + 1 when there is none."""
        return self.head - len(self._entries) + 1

    def append(self, entry: Entry) -> None:
        """Add the next entry; the oldest beyond the bounds leave.

        Raises ValueError when `entry.seq` is not head + 1: a hole cannot be built.
        """
        if entry.seq != self.head + 1:
            raise ValueError(f"{self.name}: entry {entry.seq} cannot follow {self.head}")
        raw = codec.encode(entry)
        self._entries.append((entry.at, raw))
        self.bytes += len(raw)
        self.head = entry.seq
        self._reads.clear()
        while len(self._entries) > self._max_entries or (
            self.bytes > self._max_bytes and len(self._entries) > 1
        ):
            self.bytes -= len(self._entries.popleft()[1])

    def clear(self, epoch: str) -> None:
        """Begin a new history; every reader of the old one is told by a `reset`."""
        self.epoch = epoch
        self.head = 0
        self.bytes = 0
        self._entries.clear()
        self._reads.clear()

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
            return self.first - 1 + bisect_left(self._entries, at, key=lambda entry: entry[0])
        if tail is not None:
            return max(self.first - 1, self.head - tail)
        return self.first - 1

    def raw_entries(self) -> list[bytes]:
        """Return the JSON of every entry kept, oldest first."""
        return [raw for _, raw in self._entries]

    def is_behind(self, cursor: Cursor) -> bool:
        """Tell whether a reader at `cursor` lacks anything."""
        return cursor.number != self.head or cursor.epoch != self.epoch

    def read(self, cursor: Cursor, budget: int = READ_BUDGET) -> Read | None:
        """Return the next frame for a reader at `cursor`, or None when it has everything.

        The frame is built once and shared by every reader at that place.
        """
        known = self._reads.get(cursor)
        if known is None:
            if not self.is_behind(cursor):
                return None
            if len(self._reads) >= SHARED_READS:
                self._reads.clear()
            known = self._reads[cursor] = self._build(cursor, budget)
        return known

    def _build(self, cursor: Cursor, budget: int) -> Read:
        before_first = Cursor(self.epoch, self.first - 1)
        if cursor.epoch != self.epoch or cursor.number > self.head:
            return self._told(Reset(self.name, self.epoch, self.first), before_first)
        if cursor.number < before_first.number:
            return self._told(Gap(self.name, cursor.number + 1, before_first.number), before_first)
        raws = self._next(cursor.number - before_first.number, budget)
        frame = self._prefix + b",".join(raws) + b"]}"
        after = Cursor(self.epoch, cursor.number + len(raws))
        return Read(self._seal(frame), after, self.is_behind(after))

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
