"""OpenMinutes: all rows that are not on disk yet, and when which of them go there. Pure.

A minute is written once, when it is over: 2 s later for its last rows, and later again by a share
of 30 s that is the host's own, so that a thousand hosts do not come at once. What comes after that
goes within two seconds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

import numpy as np

from tocsin_hub.core.history.layout import Layout
from tocsin_hub.core.history.levels import MINUTE, SECOND
from tocsin_hub.core.history.open_minute import OpenMinute
from tocsin_hub.core.history.phase import share_of
from tocsin_hub.core.history.receipt import Answer, Receipt
from tocsin_hub.core.history.table import Plane, Table, Times
from tocsin_wire.errors import Busy, TocsinError

LAST_ROWS_MS: Final = 2 * SECOND
SPREAD_MS: Final = 30 * SECOND
LATE_MS: Final = SECOND
RETRY_MS: Final = 2 * SECOND
"""After a failed write: space that was made is used within that."""
MAX_UNANSWERED: Final = 96
"""Publishes of one host: more than wait for a minute at 1 Hz, fewer than an agent has in flight.
One that samples faster has its minutes written in pieces, and never has to wait."""
MAX_BYTES: Final = 256 * 1024 * 1024
"""Rows of all hosts: a thousand at 1 Hz with 85 columns have 60 MB of them."""

Rows = Sequence[Sequence[float | None]]
_Key = tuple[str, int]


class OpenMinutes:
    """Rows by host and minute: some collect, some are on their way to the disk."""

    def __init__(self, keep_ms: int) -> None:
        """`keep_ms` is how long anything is kept: what is older needs no disk."""
        self._keep_ms = keep_ms
        self._open: dict[_Key, OpenMinute] = {}
        self._writing: dict[_Key, OpenMinute] = {}
        self._unanswered: Counter[str] = Counter()
        self.bytes = 0
        self.problem: TocsinError | None = None
        """Why the disk took nothing the last time, if so."""

    @property
    def rows(self) -> int:
        """How many rows wait."""
        return sum(minute.rows for minute in (*self._open.values(), *self._writing.values()))

    @property
    def is_empty(self) -> bool:
        return not self._open and not self._writing

    @property
    def are_being_written(self) -> bool:
        return bool(self._writing)

    def add(self, host: str, layout: Layout, rows: Rows, now: int, answer: Answer) -> None:
        """Take in `[at, value, ...]` of one publish; `answer` is called when they are on disk.

        Raises Busy, or what is wrong with the disk, when too many wait; TooMany for what can never
        be taken.
        """
        self._require_room(host)
        times, values = _matrix(layout, rows)
        minutes = times // MINUTE * MINUTE
        starts = [int(start) for start in np.unique(minutes) if start >= now - self._keep_ms]
        for start in starts:
            if (host, start) in self._open:
                self._open[host, start].require_room(layout, int((minutes == start).sum()))
        if not starts:
            answer(None)
            return
        self._unanswered[host] += 1
        receipt = Receipt(len(starts), answer)
        for start in starts:
            self._put(host, start, layout, times, values, minutes == start, now, receipt)

    def take_due(self, now: int) -> list[OpenMinute]:
        """Return the minutes to write now; each comes back by `written`, `refused` or `failed`."""
        due = [
            key
            for key, minute in self._open.items()
            if (minute.due <= now or self._is_pressing(key[0])) and key not in self._writing
        ]
        for key in due:
            self._writing[key] = self._open.pop(key)
        return [self._writing[key] for key in due]

    def take_all(self) -> list[OpenMinute]:
        """Return every minute that is not being written: the hub stops."""
        for minute in self._open.values():
            minute.due = 0
        return self.take_due(0)

    def forget(self, host: str) -> None:
        """Drop what waits of a host that is no more. Nobody waits for an answer."""
        for key in [key for key in self._open if key[0] == host]:
            self.bytes -= self._open.pop(key).bytes
        self._unanswered.pop(host, None)

    def written(self, minute: OpenMinute) -> None:
        """It is on disk."""
        self.problem = None
        self._settle(minute, None)

    def refused(self, minute: OpenMinute, error: TocsinError) -> None:
        """It is not on disk and never will be."""
        self._settle(minute, error)

    def failed(self, minute: OpenMinute, error: TocsinError, now: int) -> None:
        """The disk did not take it: it stays here and is tried again."""
        self.problem = error
        key = minute.host, minute.start
        del self._writing[key]
        later = self._open.get(key)
        if later is not None:
            self.bytes -= minute.bytes + later.bytes
            minute.absorb(later)
            self.bytes += minute.bytes
        minute.due = now + RETRY_MS
        self._open[key] = minute

    def tables(self, host: str) -> list[Table]:
        """Return the rows of a host that are not on disk yet, or only just."""
        return [
            minute.table()
            for minutes in (self._writing, self._open)
            for (whose, _), minute in minutes.items()
            if whose == host
        ]

    def _require_room(self, host: str) -> None:
        crowded = self._unanswered[host] >= MAX_UNANSWERED
        if self.problem is not None and (crowded or self.bytes > MAX_BYTES):
            raise type(self.problem)(self.problem.message, after_ms=RETRY_MS)
        if self.bytes > MAX_BYTES or self._unanswered[host] >= 2 * MAX_UNANSWERED:
            raise Busy("more rows wait than the hub keeps: send them later", after_ms=RETRY_MS)

    def _is_pressing(self, host: str) -> bool:
        """Tell whether a host waits for so many answers that its minutes are written early."""
        return self.problem is None and self._unanswered[host] >= MAX_UNANSWERED

    def _put(
        self,
        host: str,
        start: int,
        layout: Layout,
        times: Times,
        values: Plane,
        chosen: np.ndarray[tuple[int, ...], np.dtype[np.bool_]],
        now: int,
        receipt: Receipt,
    ) -> None:
        minute = self._open.get((host, start))
        if minute is None:
            minute = OpenMinute(host, start, due_of(host, start, now))
            self._open[host, start] = minute
        minute.receipts.append(receipt)
        for at, row in zip(times[chosen].tolist(), values[chosen], strict=True):
            self.bytes += minute.add(layout, at, row.tobytes())

    def _settle(self, minute: OpenMinute, error: TocsinError | None) -> None:
        del self._writing[minute.host, minute.start]
        self.bytes -= minute.bytes
        self._unanswered[minute.host] -= sum(receipt.settle(error) for receipt in minute.receipts)
        if self._unanswered[minute.host] <= 0:
            del self._unanswered[minute.host]


def due_of(host: str, start: int, now: int) -> int:
    """Return when a minute that begins at `start` is written, if its first row comes `now`."""
    due = min(start, now) + MINUTE + LAST_ROWS_MS + share_of(host, SPREAD_MS)
    return due if due > now else now + LATE_MS


def _matrix(layout: Layout, rows: Rows) -> tuple[Times, Plane]:
    """Return the times and the values of rows; None is NaN."""
    whole = np.array(rows, np.float64)
    times = whole[:, 0].astype(np.int64)
    taken = layout.taken
    values = whole[:, 1:] if len(taken) == whole.shape[1] - 1 else whole[:, 1:][:, taken]
    return times, values
