"""Backlog: rows the hub has not acknowledged. Every one for an hour; of older ones one a minute.

Rows lie here as the JSON they are sent as: a third of the memory of a list of floats.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from itertools import islice, takewhile
from typing import Final, NamedTuple

import msgspec
from msgspec import Raw, Struct

from tocsin_agent.core.reading import Number
from tocsin_wire import codec
from tocsin_wire.bodies import MAX_ROWS

HOUR_MS: Final = 3_600_000
MINUTE_MS: Final = 60_000
MAX_MINUTES: Final = 24 * 60
MAX_BATCH_BYTES: Final = 56 * 1024
"""Below the 64 KiB of a message, with room for what stands around the rows."""

_row: Final = msgspec.json.Decoder(list[float | None])


class Kept(NamedTuple):
    """One row: its time, the id of its column list, and the JSON of `[at, value, ...]`."""

    at: int
    columns: str
    json: bytes


class RawSamples(Struct, frozen=True, omit_defaults=True, tag_field="kind", tag="rows"):
    """`tocsin_wire.bodies.Samples` with rows that are encoded already."""

    columns: str
    rows: list[Raw]
    backlog: bool = False


def keep(columns: str, row: Sequence[Number]) -> Kept:
    """Encode a row. Its first value is its time."""
    assert isinstance(row[0], int)
    return Kept(row[0], columns, codec.encode(row))


def samples(rows: Sequence[Kept], *, backlog: bool) -> RawSamples:
    """Return the body of one publish; all rows share a column list."""
    return RawSamples(rows[0].columns, [Raw(row.json) for row in rows], backlog)


def values_of(kept: Kept) -> list[float | None]:
    return _row.decode(kept.json)


def moved(kept: Kept, by: int) -> Kept:
    """Return the row as if it had been taken `by` milliseconds later."""
    row: list[Number] = [kept.at + by, *values_of(kept)[1:]]
    return keep(kept.columns, row)


def thinned(rows: Sequence[Kept]) -> Kept:
    """Return one row for several of one list: the mean of each column, at the last time."""
    columns = zip(*(values_of(row)[1:] for row in rows), strict=True)
    row: list[Number] = [rows[-1].at, *map(_mean, columns)]
    return keep(rows[0].columns, row)


def _mean(values: Iterable[float | None]) -> Number:
    known = [value for value in values if value is not None]
    if not known:
        return None
    mean = round(sum(known) / len(known), 4)
    return int(mean) if mean.is_integer() else mean


class Backlog:
    """Rows waiting to be sent, and rows sent that were not answered yet, both in order of time."""

    def __init__(self, span_ms: int = HOUR_MS) -> None:
        self._span_ms = span_ms
        self._minutes: deque[Kept] = deque(maxlen=MAX_MINUTES)
        self._rows: deque[Kept] = deque()
        self._sent: dict[str, list[Kept]] = {}
        self._refused: deque[list[Kept]] = deque()
        self._second: set[str] = set()

    def __len__(self) -> int:
        """Count the rows that wait to be sent."""
        return len(self._minutes) + len(self._rows) + sum(map(len, self._refused))

    def add(self, kept: Kept) -> None:
        """Keep the newest row; beyond the span, the oldest minute becomes one row."""
        self._rows.append(kept)
        while self._rows and kept.at - self._rows[0].at >= self._span_ms:
            self._thin()

    def _thin(self) -> None:
        first = self._rows[0]
        minute = first.at // MINUTE_MS
        same = takewhile(
            lambda row: row.at // MINUTE_MS == minute and row.columns == first.columns, self._rows
        )
        rows = list(same)
        for _ in rows:
            self._rows.popleft()
        self._minutes.append(thinned(rows))

    def batch(self) -> list[Kept]:
        """Return the oldest waiting rows that fit into one message, empty when none waits."""
        if self._refused:
            return self._refused[0]
        rows: list[Kept] = []
        room = MAX_BATCH_BYTES
        for kept in islice(self._minutes or self._rows, MAX_ROWS):
            room -= len(kept.json) + 1
            if rows and (room < 0 or kept.columns != rows[0].columns):
                break
            rows.append(kept)
        return rows

    def sent(self, pub: str, rows: list[Kept]) -> None:
        """`rows` (a `batch`, or one live row) went out as the publish `pub`."""
        self._sent[pub] = rows
        if self._refused and self._refused[0] is rows:
            self._refused.popleft()
            self._second.add(pub)
            return
        queue = self._minutes or self._rows
        if queue and queue[0] is rows[0]:
            for _ in rows:
                queue.popleft()

    def answered(self, pub: str) -> bool:
        """The publish is in the log; tell whether it was one of rows."""
        self._second.discard(pub)
        return self._sent.pop(pub, None) is not None

    def refused(self, pub: str) -> bool:
        """The hub does not take the publish; tell whether it was one of rows.

        A hub that was restarted refuses rows whose column list it has not seen yet: they are sent
        once more, after their list. Refused twice, they are given up.
        """
        rows = self._sent.pop(pub, None)
        if rows and pub not in self._second:
            self._refused.append(rows)
        self._second.discard(pub)
        return rows is not None

    def move(self, by: int, after: int) -> None:
        """The hub's clock is known at last: rows stamped later than `after` were `by` too early."""
        for queue in (self._minutes, self._rows):
            rows = [moved(kept, by) if kept.at > after else kept for kept in queue]
            queue.clear()
            queue.extend(rows)

    def load(self, rows: Iterable[Kept]) -> None:
        """Take in rows of an earlier process, which are older than any here."""
        known = [*rows, *self._rows]
        self._rows.clear()
        for kept in sorted(known, key=_at):
            self.add(kept)

    def everything(self) -> list[Kept]:
        """Return all rows no answer came for, in order of time."""
        flying = [row for rows in (*self._sent.values(), *self._refused) for row in rows]
        return sorted([*self._minutes, *flying, *self._rows], key=_at)


def _at(kept: Kept) -> int:
    return kept.at
