"""Readers: what lies behind a log's tail, read in threads of their own.

One statement returns a whole piece, so that a reader waits for the interpreter's lock once and not
once a row.
"""

from __future__ import annotations

import threading
import zlib
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Final, NamedTuple

import apsw
import structlog

from tocsin_hub.edge.store.database import open_for_reading
from tocsin_hub.edge.store.schema import PLACE_BITS, place

THREADS: Final = 2
PIECE: Final = 32 * 1024
"""Bytes of entries one piece has, about; at least one entry."""
PIECE_ENTRIES: Final = 512

_NEXT: Final = """
WITH near AS (
    SELECT place, crc, raw, octet_length(raw) AS size FROM entry
    WHERE place > :after AND place < :end ORDER BY place LIMIT :entries
), piece AS (SELECT *, sum(size) OVER (ORDER BY place) - size AS before FROM near)
SELECT min(place), max(place), group_concat(size, ',' ORDER BY place),
       group_concat(crc, ',' ORDER BY place), CAST(group_concat(raw, '' ORDER BY place) AS BLOB)
FROM piece WHERE before < :bytes
"""

log = structlog.get_logger()


class Piece(NamedTuple):
    """Entries that follow on, from the seq `first` on; none when there are none."""

    first: int
    raws: list[bytes]


class Readers:
    """A few threads, each with a connection that cannot write."""

    def __init__(self, path: Path, *, vfs: str = "") -> None:
        self._path = path
        self._vfs = vfs
        self._mine = threading.local()
        self._connections: list[apsw.Connection] = []
        self._pool = ThreadPoolExecutor(THREADS, "read")

    def read(self, topic: int, after: int, done: Callable[[Piece], None]) -> None:
        """Read what a log has after a seq; `done` is called in the reading thread."""
        future: Future[Piece] = self._pool.submit(self._read, topic, after)
        future.add_done_callback(lambda read: done(_outcome(read, after)))

    def close(self) -> None:
        self._pool.shutdown()
        for connection in self._connections:
            connection.close()

    def _read(self, topic: int, after: int) -> Piece:
        return next_piece(self._connection(), topic, after)

    def _connection(self) -> apsw.Connection:
        if not hasattr(self._mine, "db"):
            self._mine.db = open_for_reading(self._path, vfs=self._vfs)
            self._connections.append(self._mine.db)
        db: apsw.Connection = self._mine.db
        return db


def next_piece(db: apsw.Connection, topic: int, after: int) -> Piece:
    """Return the next entries of a log, up to where one is damaged or missing."""
    ends = (place(topic, after), place(topic + 1, 0))
    bounds = {"after": ends[0], "end": ends[1], "entries": PIECE_ENTRIES, "bytes": PIECE}
    row = db.execute(_NEXT, bounds).fetchone()
    if row is None or row[0] is None:
        return Piece(after + 1, [])
    first, last, sizes, crcs, joined = row
    raws = _cut(joined, [int(size) for size in sizes.split(",")])
    if last - first == len(raws) - 1 and all(
        zlib.crc32(raw) == int(crc) for raw, crc in zip(raws, crcs.split(","), strict=True)
    ):
        return Piece(_seq(first), raws)
    return _whole_part(db, ends)


def _whole_part(db: apsw.Connection, ends: tuple[int, int]) -> Piece:
    """Return the first entries that are whole and follow on, row by row: something is damaged."""
    raws: list[bytes] = []
    first = 0
    rows = db.execute(
        "SELECT place, crc, raw FROM entry WHERE place > ? AND place < ? ORDER BY place", ends
    )
    for at, crc, raw in rows:
        follows = not raws or at == first + len(raws)
        if follows and zlib.crc32(raw) == crc:
            first = first or at
            raws.append(raw)
        elif raws or len(raws) >= PIECE_ENTRIES:
            break
        else:
            log.error("a stored entry is damaged: readers are told of a gap", seq=_seq(at))
    return Piece(_seq(first), raws)


def _cut(joined: bytes, sizes: list[int]) -> list[bytes]:
    raws: list[bytes] = []
    at = 0
    for size in sizes:
        raws.append(joined[at : at + size])
        at += size
    return raws


def _seq(at: int) -> int:
    return at & ((1 << PLACE_BITS) - 1)


def _outcome(read: Future[Piece], after: int) -> Piece:
    error = read.exception()
    if error is None:
        return read.result()
    log.error("the database could not be read", error=repr(error))
    return Piece(after + 1, [])
