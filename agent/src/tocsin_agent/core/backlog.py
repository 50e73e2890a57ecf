"""Backlog: rows the hub has not acknowledged. Every one for an hour; of older ones one a minute.

Rows lie here as the JSON they are sent as: a third of the memory of a list of floats. They are
bounded in bytes too: a fast agent on a large machine thins its rows sooner.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice, takewhile
from typing import Final, NamedTuple

import msgspec
from msgspec import Raw, Struct

from tocsin_agent.core.reading import Number
from tocsin_agent.core.shelf import Kept, Shelf
from tocsin_wire import codec
from tocsin_wire.bodies import MAX_ROWS

HOUR_MS: Final = 3_600_000
MINUTE_MS: Final = 60_000
MAX_MINUTES: Final = 24 * 60
MAX_BATCH_BYTES: Final = 56 * 1024
"""Below the 64 KiB of a message, with room for what stands around the rows."""
MAX_BYTES: Final = 12 * 1024 * 1024
"""Of JSON, of rows that wait: an hour of a row a second with 3,000 bytes each."""

_row: Final = msgspec.json.Decoder(list[float | None])


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
    row: list[Number] = [max(0, kept.at + by), *values_of(kept)[1:]]
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


class Batch(NamedTuple):
    """Rows of one publish, all of one column list."""

    rows: list[Kept]
    is_old: bool = False
    """An earlier process took them."""
    is_second: bool = False
    """The hub has refused them once."""


class Place(NamedTuple):
    """Where rows wait, and what is known of them there."""

    shelf: Shelf
    is_old: bool = False
    is_second: bool = False


class Backlog:
    """Rows waiting to be sent, and rows sent that were not answered yet, both in order of time."""

    def __init__(self, span_ms: int = HOUR_MS, max_bytes: int = MAX_BYTES) -> None:
        self._span_ms = span_ms
        self._max_bytes = max_bytes
        self._old = Shelf()
        self._minutes = Shelf()
        self._rows = Shelf()
        self._places = (
            Place(Shelf(), is_old=True, is_second=True),
            Place(Shelf(), is_second=True),
            Place(self._old, is_old=True),
            Place(self._minutes),
            Place(self._rows),
        )
        """In the order they are sent from, which is also that in which they are given up."""
        self._sent: dict[str, Batch] = {}

    def __len__(self) -> int:
        """Count the rows that wait to be sent."""
        return sum(len(place.shelf) for place in self._places)

    @property
    def _first(self) -> Place | None:
        """The first place where something waits."""
        return next((place for place in self._places if place.shelf), None)

    def add(self, kept: Kept) -> None:
        """Keep the newest row; beyond the span, the oldest minute becomes one row."""
        self._rows.put(kept)
        while kept.at - self._rows.first.at >= self._span_ms:
            self._thin()
        while sum(place.shelf.bytes for place in self._places) > self._max_bytes:
            self._shrink()

    def _thin(self) -> None:
        """Make one row of the oldest that are of one minute and of one list."""
        minute = _minute(self._rows.first)
        same = takewhile(lambda row: _minute(row) == minute, self._rows)
        self._minutes.put(thinned(self._rows.take(sum(1 for _ in same))))
        if len(self._minutes) > MAX_MINUTES:
            self._minutes.take()

    def _shrink(self) -> None:
        """Give up what is missed least: seconds before minutes, and what is old before the new."""
        if len(self._rows) > 1 and _minute(self._rows.first) != _minute(self._rows.last):
            self._thin()
        elif self._first:
            self._first.shelf.take()

    def batch(self) -> Batch | None:
        """Return the oldest waiting rows that fit into one message, None when none waits."""
        place = self._first
        return Batch(fitting(place.shelf), place.is_old, place.is_second) if place else None

    def sent(self, pub: str, batch: Batch) -> None:
        """The rows (those of `batch`, or a live one) went out as the publish `pub`."""
        self._sent[pub] = batch
        if self._first and self._first.shelf.first is batch.rows[0]:
            self._first.shelf.take(len(batch.rows))

    def answered(self, pub: str) -> bool:
        """The publish is in the log; tell whether it was one of rows."""
        return self._sent.pop(pub, None) is not None

    def refused(self, pub: str) -> bool:
        """The hub does not take the publish; tell whether it was one of rows.

        A hub that was restarted refuses rows whose column list it has not seen yet: they are sent
        once more, after their list. Refused twice, they are given up.
        """
        batch = self._sent.pop(pub, None)
        if batch and not batch.is_second:
            again = self._places[0 if batch.is_old else 1].shelf
            for row in batch.rows:
                again.put(row)
        return batch is not None

    def move(self, by: int) -> None:
        """A clock was wrong: the rows of this process are `by` milliseconds later."""
        for shelf in (self._minutes, self._rows):
            shelf.replace(moved(kept, by) for kept in shelf)

    def load(self, rows: Iterable[Kept]) -> None:
        """Take in rows of an earlier process: older than any here, whatever clocks said."""
        known = Backlog(self._span_ms, self._max_bytes)
        for kept in sorted(rows, key=_at):
            known.add(kept)
        self._old.replace(known.everything())

    def settle(self, now: int) -> None:
        """The hub's clock is known: what an earlier process dated later than that is moved back."""
        if self._old:
            begun = min([now, *(shelf.first.at for shelf in (self._minutes, self._rows) if shelf)])
            by = begun - 1 - self._old.last.at
            if by < 0:
                self._old.replace(moved(kept, by) for kept in self._old)

    def forget(self, columns: str) -> None:
        """Give up the rows of a column list that wait."""
        for place in self._places:
            place.shelf.replace(kept for kept in place.shelf if kept.columns != columns)

    @property
    def has_old(self) -> bool:
        """True until every row of an earlier process was answered."""
        waiting = any(place.is_old and place.shelf for place in self._places)
        return waiting or any(batch.is_old for batch in self._sent.values())

    def everything(self) -> list[Kept]:
        """Return all rows no answer came for, in order of time."""
        waiting = [row for place in self._places for row in place.shelf]
        flying = [row for batch in self._sent.values() for row in batch.rows]
        return sorted([*waiting, *flying], key=_at)


def fitting(waiting: Iterable[Kept]) -> list[Kept]:
    """Return the first rows that are of one list and fit into one message: one at least."""
    rows: list[Kept] = []
    room = MAX_BATCH_BYTES
    for kept in islice(waiting, MAX_ROWS):
        room -= len(kept.json) + 1
        if rows and (room < 0 or kept.columns != rows[0].columns):
            break
        rows.append(kept)
    return rows


def _at(kept: Kept) -> int:
    return kept.at


def _minute(kept: Kept) -> tuple[int, str]:
    return kept.at // MINUTE_MS, kept.columns
