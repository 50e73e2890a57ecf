"""State: a topic of keys whose latest value wins; a slow reader skips what was overtaken. Pure."""

from __future__ import annotations

import heapq
from collections.abc import Iterable
from typing import Final, NamedTuple

import msgspec

from tocsin_wire import codec
from tocsin_wire.cursor import READ_BUDGET, SHARED_READS, Cursor, Read, Seal, Start, unsealed
from tocsin_wire.messages import StateFrame
from tocsin_wire.position import Position
from tocsin_wire.topics import Kind

MAX_TOMBSTONES: Final = 1_024


class Slot(NamedTuple):
    """What a key holds: the rev of its last change, and its JSON; None once removed."""

    rev: int
    raw: bytes | None


class State:
    """Keys and their newest values, readable as what changed since any rev not too long ago.

    Removals stay as tombstones, at most `max_tombstones` of them: a reader from before the oldest
    forgotten one is given everything anew, so no removal is ever missed.
    """

    kind = Kind.STATE

    def __init__(
        self,
        name: str,
        epoch: str,
        *,
        max_tombstones: int = MAX_TOMBSTONES,
        seal: Seal = unsealed,
    ) -> None:
        self.name = name
        self.epoch = epoch
        self.rev = 0
        self.floor = 0
        """Readers at a lower rev must begin anew."""
        self._seal = seal
        self._max_tombstones = max_tombstones
        self._slots: dict[str, Slot] = {}  # in the order of rev: a changed key moves to the end
        self._tombstones: dict[str, None] = {}
        self._deadlines: dict[str, int] = {}
        self._due: list[tuple[int, str]] = []
        self._reads: dict[Cursor, Read] = {}

    @property
    def head(self) -> int:
        """The rev of the newest change."""
        return self.rev

    @property
    def first(self) -> int:
        """The lowest rev that can be resumed."""
        return self.floor

    def get(self, key: str) -> bytes | None:
        """Return the JSON a key holds, None when it holds nothing."""
        slot = self._slots.get(key)
        return slot.raw if slot else None

    def keys(self) -> list[str]:
        """Return the keys that hold something, the longest unchanged first."""
        return [key for key, slot in self._slots.items() if slot.raw is not None]

    def set(self, key: str, raw: bytes, *, expires: int | None = None) -> None:
        """Give `key` a value; `expires` (ms, the hub's clock) removes it by itself."""
        self._tombstones.pop(key, None)
        self._write(key, raw)
        self._deadlines.pop(key, None)
        if expires is not None:
            self._deadlines[key] = expires
            self._schedule(key, expires)

    def remove(self, key: str) -> bool:
        """Take a key away, leaving a tombstone; False when it held nothing."""
        if self.get(key) is None:
            return False
        self._deadlines.pop(key, None)
        self._write(key, None)
        self._tombstones[key] = None
        if len(self._tombstones) > self._max_tombstones:
            oldest = next(iter(self._tombstones))
            del self._tombstones[oldest]
            self.floor = self._slots.pop(oldest).rev
        return True

    def expire(self, now: int) -> bool:
        """Remove what is due at `now`; True when anything was."""
        removed = False
        while self._due and self._due[0][0] <= now:
            due, key = heapq.heappop(self._due)
            if self._deadlines.get(key) == due:
                removed |= self.remove(key)
        return removed

    def _schedule(self, key: str, expires: int) -> None:
        """Add a deadline; overtaken ones are swept out before they outnumber those that count."""
        heapq.heappush(self._due, (expires, key))
        if len(self._due) > 2 * len(self._deadlines) + 64:
            self._due = [(due, key) for key, due in self._deadlines.items()]
            heapq.heapify(self._due)

    def _write(self, key: str, raw: bytes | None) -> None:
        self.rev += 1
        self._slots.pop(key, None)
        self._slots[key] = Slot(self.rev, raw)
        self._reads.clear()

    def start(
        self, since: Position | None, tail: int | None = None, at: int | None = None
    ) -> Start:
        """Return where a subscription begins: after `since` if that can be continued, else anew.

        `tail` and `at` are a log's; a state has only now.
        """
        del tail, at
        if since is None:
            return Start(Cursor(self.epoch, 0), False, "fresh")
        if since.epoch != self.epoch:
            return Start(Cursor(self.epoch, 0), False, "epoch")
        if since.number > self.rev:
            return Start(Cursor(self.epoch, 0), False, "ahead")
        if since.number < self.floor:
            return Start(Cursor(self.epoch, 0), False, "retention")
        if since.number == 0:
            return Start(Cursor(self.epoch, 0), False, "fresh")
        return Start(Cursor(self.epoch, since.number), True, "ok")

    def is_behind(self, cursor: Cursor) -> bool:
        """Tell whether a reader at `cursor` lacks anything."""
        return cursor.number != self.rev or cursor.epoch != self.epoch

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
        anew = (
            cursor.epoch != self.epoch
            or cursor.number > self.rev
            or cursor.number == 0
            or max(cursor.number, cursor.base) < self.floor
        )
        begin = Cursor(self.epoch, 0, self.rev) if anew else cursor
        changes, rev = self._next(begin, budget)
        frame = StateFrame(
            self.name,
            rev,
            {key: msgspec.Raw(slot.raw) for key, slot in changes if slot.raw is not None},
            [key for key, slot in changes if slot.raw is None],
            reset=anew,
            epoch=self.epoch if anew else "",
            more=rev < begin.base,
        )
        after = Cursor(self.epoch, rev, begin.base if rev < begin.base else 0)
        return Read(self._seal(codec.encode(frame)), after, self.is_behind(after))

    def _next(self, begin: Cursor, budget: int) -> tuple[list[tuple[str, Slot]], int]:
        """Return what changed after `begin`, oldest first, and the rev that is complete with it."""
        changes: list[tuple[str, Slot]] = []
        size = 0
        for key, slot in self._after(begin.number):
            if slot.raw is None and slot.rev <= begin.base:
                continue  # removed before this reader's snapshot began: it never had it
            size += len(key) + len(slot.raw or b"") + 6
            if changes and size > budget:
                return changes, changes[-1][1].rev
            changes.append((key, slot))
        return changes, self.rev

    def _after(self, number: int) -> Iterable[tuple[str, Slot]]:
        newer: list[tuple[str, Slot]] = []
        for key in reversed(self._slots):
            slot = self._slots[key]
            if slot.rev <= number:
                break
            newer.append((key, slot))
        return reversed(newer)
