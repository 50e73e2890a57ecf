"""Audit pieces: entries of the audit with their hashes, read some at a time, either way.

One statement returns a whole piece, as in `piece.py`: a thread that reads waits for the
interpreter's lock once and not once a row. Damage is not skipped here: it is to be seen.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

import apsw

from tocsin_hub.core.audit.link import Link, Linked
from tocsin_hub.edge.store.chain import CHAINED, hash_at, head_of
from tocsin_hub.edge.store.heads import read_head
from tocsin_hub.edge.store.schema import PLACE_BITS, place

ENTRIES: Final = 256
BYTES: Final = 256 * 1024
"""What one piece has at most, about; at least one entry."""

_PIECE: Final = """
WITH near AS (
    SELECT place & ((1 << :bits) - 1) AS number, at, raw, octet_length(raw) AS size FROM entry
    WHERE place >= :start AND place < :end ORDER BY place {way} LIMIT :entries
), piece AS (SELECT *, sum(size) OVER (ORDER BY number {way}) - size AS before FROM near)
SELECT group_concat(number, ',' ORDER BY number {way}), group_concat(at, ',' ORDER BY number {way}),
       group_concat(size, ',' ORDER BY number {way}),
       group_concat(coalesce(hex(hash), ''), ',' ORDER BY number {way}),
       CAST(group_concat(raw, '' ORDER BY number {way}) AS BLOB)
FROM piece LEFT JOIN chain ON seq = number WHERE before < :bytes
"""
_UP: Final = _PIECE.format(way="ASC")
_DOWN: Final = _PIECE.format(way="DESC")


class Span(NamedTuple):
    """Entries from the seq `start` on to before `end`."""

    start: int
    end: int


class Extent(NamedTuple):
    """Entries, what the first of them is chained to, and the end of the chain."""

    span: Span
    before: Link | None
    head: Link | None


def extent_of(db: apsw.Connection, since: int | None, until: int | None) -> Extent:
    """Return where the entries of a time (ms) are, as of one moment; None: no bound."""
    with db:
        span = span_of(db, since, until)
        found = hash_at(db, span.start - 1)
        head = head_of(db)
    return Extent(span, None if found is None else Link(span.start - 1, found), head)


def span_of(db: apsw.Connection, since: int | None, until: int | None) -> Span:
    """Return the entries there are from a time on to before another (ms); None: no bound."""
    head = read_head(db, CHAINED)
    if head is None:
        return Span(1, 1)
    start = 1 if since is None else _seek(db, head.topic, head.head, since)
    end = head.head + 1 if until is None else _seek(db, head.topic, head.head, until)
    return Span(start, end)


def upwards(db: apsw.Connection, span: Span) -> list[Linked]:
    """Return the first entries of a span, oldest first; none when there are none."""
    return _piece(db, _UP, span)


def downwards(db: apsw.Connection, span: Span) -> list[Linked]:
    """Return the last entries of a span, newest first; none when there are none."""
    return _piece(db, _DOWN, span)


def each(db: apsw.Connection, span: Span) -> Iterator[Linked]:
    """Yield the entries of a span, oldest first."""
    while piece := upwards(db, span):
        yield from piece
        span = Span(piece[-1].seq + 1, span.end)


def _piece(db: apsw.Connection, statement: str, span: Span) -> list[Linked]:
    log = read_head(db, CHAINED)
    if log is None:
        return []
    bounds = {
        "bits": PLACE_BITS,
        "start": place(log.topic, span.start),
        "end": place(log.topic, span.end),
        "entries": ENTRIES,
        "bytes": BYTES,
    }
    row: Any = db.execute(statement, bounds).fetchone()
    return [] if row is None or row[0] is None else list(_cut(*row))


def _cut(numbers: str, times: str, sizes: str, hashes: str, joined: bytes) -> Iterator[Linked]:
    at = 0
    columns = (one.split(",") for one in (numbers, times, sizes, hashes))
    for number, time, size, made in zip(*columns, strict=True):
        raw = joined[at : at + int(size)]
        at += int(size)
        yield Linked(int(number), int(time), raw, bytes.fromhex(made))


def _seek(db: apsw.Connection, topic: int, head: int, at: int) -> int:
    """Return the seq of the oldest entry not older than `at`; head + 1 when all are older."""
    low, high = 1, head + 1
    while low < high:
        middle = (low + high) // 2
        row: Any = db.execute(
            "SELECT at FROM entry WHERE place >= ? AND place < ? ORDER BY place LIMIT 1",
            (place(topic, middle), place(topic + 1, 0)),
        ).fetchone()
        if row is not None and row[0] < at:
            low = middle + 1
        else:
            high = middle
    return low
