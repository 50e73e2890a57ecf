"""Piece: some entries of a log that follow on, read past whatever is damaged.

One statement returns a whole piece, so that a reader waits for the interpreter's lock once and not
once a row. Where that finds anything odd, the rows are looked at one by one.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from typing import Any, Final, NamedTuple, cast

import apsw
import structlog

from tocsin_hub.edge.store.schema import PLACE_BITS, place

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
DAMAGE: Final = (apsw.CorruptError, apsw.IOError)
"""What SQLite says of a page that makes no sense, or that the disk does not give back."""

log = structlog.get_logger()


class Piece(NamedTuple):
    """Entries that follow on, from the seq `first` on; none when there are none."""

    first: int
    raws: list[bytes]


def is_whole(seq: int, crc: int, raw: bytes) -> bool:
    """Tell whether an entry is what was written, and stands where it belongs."""
    return zlib.crc32(raw) == crc and raw.startswith(b'{"seq":%d,' % seq)


def next_piece(db: apsw.Connection, topic: int, after: int) -> Piece:
    """Return the next entries of a log that are whole, up to where one is damaged or missing.

    Raises apsw.Error when nothing can be read now, for a reason that may pass.
    """
    start, end = place(topic, after), place(topic + 1, 0)
    try:
        piece = _in_one_go(db, start, end)
    except DAMAGE:
        piece = None
    return piece or _row_by_row(db, start, end)


def _in_one_go(db: apsw.Connection, after: int, end: int) -> Piece | None:
    bounds = {"after": after, "end": end, "entries": PIECE_ENTRIES, "bytes": PIECE}
    row: Any = db.execute(_NEXT, bounds).fetchone()
    if row is None or row[0] is None:
        return Piece(_seq(after) + 1, [])
    first, last, sizes, crcs, joined = row
    raws = _cut(joined, [int(size) for size in sizes.split(",")])
    found = zip(range(_seq(first), _seq(last) + 1), crcs.split(","), raws, strict=False)
    if last - first != len(raws) - 1 or not all(is_whole(s, int(c), raw) for s, c, raw in found):
        return None
    return Piece(_seq(first), raws)


def _row_by_row(db: apsw.Connection, after: int, end: int) -> Piece:
    raws: list[bytes] = []
    size = damaged = 0
    at = _next_place(db, after, end)
    first = at
    while at is not None and len(raws) < PIECE_ENTRIES and size < PIECE:
        raw = entry_at(db, at)
        if raw is None:
            if raws:
                break
            damaged += 1
        elif raws and at != cast(int, first) + len(raws):
            break
        else:
            first = at if not raws else first
            raws.append(raw)
            size += len(raw)
        at = _next_place(db, at, end)
    log.error(
        "stored entries are damaged: readers are told of a gap; `tocsin-hub check` names them",
        log=after >> PLACE_BITS,
        after=_seq(after),
        damaged=damaged,
    )
    return Piece(_seq(first) if raws and first is not None else _seq(after) + 1, raws)


def entry_at(db: apsw.Connection, at: int) -> bytes | None:
    """Return the entry at a place, None when it is damaged."""
    try:
        row: Any = db.execute("SELECT crc, raw FROM entry WHERE place = ?", (at,)).fetchone()
    except DAMAGE:
        return None
    return row[1] if row is not None and is_whole(_seq(at), *row) else None


def _next_place(db: apsw.Connection, after: int, end: int) -> int | None:
    """Return the next place that can be found: pages that cannot be read are skipped."""

    def found(beyond: int) -> int | None:
        row: Any = db.execute(
            "SELECT min(place) FROM entry WHERE place > ? AND place < ?", (beyond, end)
        ).fetchone()
        return row[0] if row is not None else None

    try:
        return found(after)
    except DAMAGE:
        return _beyond_damage(found, after, end)


def _beyond_damage(found: Callable[[int], int | None], after: int, end: int) -> int | None:
    """Search for where a log can be read again: ever farther, then back to the border."""
    near, step = after, 1
    while (far := after + step) < end:
        try:
            found(far)
        except DAMAGE:
            near, step = far, step * 2
        else:
            break
    else:
        return None
    while far - near > 1:
        middle = (near + far) // 2
        try:
            found(middle)
        except DAMAGE:
            near = middle
        else:
            far = middle
    return found(far)


def _cut(joined: bytes, sizes: list[int]) -> list[bytes]:
    raws: list[bytes] = []
    at = 0
    for size in sizes:
        raws.append(joined[at : at + size])
        at += size
    return raws


def _seq(at: int) -> int:
    return at & ((1 << PLACE_BITS) - 1)
