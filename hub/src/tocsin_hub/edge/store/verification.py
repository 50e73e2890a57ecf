"""Verification: the whole audit read again, and every hash of its chain made again. Reads only."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

import apsw
import msgspec

from tocsin_hub.core.audit.link import Link
from tocsin_hub.edge.store.chain import CHAINED, Origin, hash_of, head_of, origin_of
from tocsin_hub.edge.store.heads import Head, read_head
from tocsin_hub.edge.store.schema import PLACE_BITS, place
from tocsin_wire.messages import Entry

_entry: Final[msgspec.json.Decoder[Entry]] = msgspec.json.Decoder(Entry)

_ROWS: Final = """
SELECT place & ((1 << :bits) - 1), at, crc, raw, hash
FROM entry LEFT JOIN chain ON seq = place & ((1 << :bits) - 1)
WHERE place >= :start AND place < :end ORDER BY place
"""


class Verdict(NamedTuple):
    """What a verification came to."""

    head: Link | None
    """The last link that is as it should be; None when the audit is empty."""
    since: int
    """Entries before this one were chained once, as they were found."""
    fault: str
    """The first thing that is wrong; empty when all is well."""


class _Row(NamedTuple):
    seq: int
    at: int
    crc: int
    raw: bytes
    hash: bytes | None


def verify(db: apsw.Connection, expected: Sequence[Link] = ()) -> Verdict:
    """Make every hash again, as of one moment; a hub may write meanwhile.

    `expected` are links that were kept elsewhere.
    """
    walk = _Walk(db, expected)
    with db:
        fault = walk.fault()
    return Verdict(walk.head, walk.since, fault)


class _Broken(Exception):
    """The chain holds up to here; the message says what is wrong after that."""


class _Walk:
    def __init__(self, db: apsw.Connection, expected: Sequence[Link]) -> None:
        self._db = db
        self._expected: Mapping[int, list[Link]] = {
            one.seq: [other for other in expected if other.seq == one.seq] for one in expected
        }
        self.head: Link | None = None
        self.since = 1

    def fault(self) -> str:
        try:
            self._walk()
        except _Broken as broken:
            return str(broken)
        return ""

    def _walk(self) -> None:
        log, origin = read_head(self._db, CHAINED), origin_of(self._db)
        if log is None or origin is None:
            self._require_nothing(log, origin)
        else:
            self._begin(origin)
            for row in self._rows(log):
                self._take(row)
            self._end(log)
        self._require_reached()

    def _require_nothing(self, log: Head | None, origin: Origin | None) -> None:
        """There is no audit yet: then nothing of one may be there."""
        if origin is not None or head_of(self._db) is not None:
            raise _Broken(
                "there is a chain, and no audit that it belongs to, or its beginning is lost"
            )
        if log is not None:
            raise _Broken(
                "the audit has no chain: start the hub of this version once; if that was done, "
                "somebody has taken it away"
            )

    def _begin(self, origin: Origin) -> None:
        row: Any = self._db.execute("SELECT hash FROM chain WHERE seq = 0").fetchone()
        if row is None or row[0] != origin.hash:
            raise _Broken("the beginning of the chain was changed")
        self.since = origin.since
        self._reach(Link(0, origin.hash))

    def _rows(self, log: Head) -> Iterator[_Row]:
        bounds = {"bits": PLACE_BITS, "start": place(log.topic, 0), "end": place(log.topic + 1, 0)}
        for row in self._db.execute(_ROWS, bounds):
            yield _Row(*row)

    def _take(self, row: _Row) -> None:
        assert self.head is not None
        due = self.head.seq + 1
        if row.seq < due:
            raise _Broken(f"there is an entry {row.seq}, which no audit has")
        if row.seq > due:
            raise _Broken(f"entry {due} is missing")
        if row.hash is None:
            raise _Broken(f"the hash of entry {due} is missing")
        _require_as_written(row)
        if hash_of(self.head.hash, row.raw) != row.hash:
            raise _Broken(f"entry {due} is not what was chained: it, or its hash, was changed")
        self._reach(Link(due, row.hash))

    def _reach(self, link: Link) -> None:
        for expected in self._expected.get(link.seq, ()):
            if expected.hash != link.hash:
                raise _Broken(
                    f"entry {link.seq}, or one before it, is another than when {expected} was noted"
                )
        self.head = link

    def _end(self, log: Head) -> None:
        assert self.head is not None
        last = self.head.seq
        if log.head != last:
            raise _Broken(f"the audit ends with entry {last}, and once had {log.head}")
        if log.first != 1:
            raise _Broken(f"the audit is said to begin with entry {log.first}")
        counted: Any = self._db.execute("SELECT count(*) FROM chain").fetchone()
        if counted[0] != last + 1:
            raise _Broken(f"there are hashes of entries that are not there, after entry {last}")

    def _require_reached(self) -> None:
        last = self.head.seq if self.head else -1
        for seq in sorted(self._expected):
            if seq > last:
                at = f"ends with entry {last}" if last >= 0 else "is empty"
                raise _Broken(f"the audit {at}, and had an entry {seq} when that was noted")


def _require_as_written(row: _Row) -> None:
    """Look at what stands beside the bytes that are chained: the checksum, the time, the number."""
    if zlib.crc32(row.raw) != row.crc:
        raise _Broken(f"entry {row.seq} was changed, or its checksum")
    try:
        entry = _entry.decode(row.raw)
    except (ValueError, RecursionError):
        raise _Broken(f"entry {row.seq} was changed: it is none any more") from None
    if entry.seq != row.seq:
        raise _Broken(f"entry {entry.seq} stands in the place of entry {row.seq}")
    if entry.at != row.at:
        raise _Broken(f"the time of entry {row.seq} was changed")
