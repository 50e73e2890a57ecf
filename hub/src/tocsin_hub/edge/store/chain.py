"""Chain: every entry of the audit carries a hash of itself and of all before it.

    hash(0) = SHA-256(BEGINNING || epoch || 0x00 || since)
    hash(n) = SHA-256(ENTRY || hash(n - 1) || the entry's bytes as stored)

Written with the entry, in its transaction. Whoever keeps one hash elsewhere can tell whether
anything before it was changed. `since` is the first seq that was chained as it was written: what
came before that, under an older version, was chained once, as it was found.
"""

from __future__ import annotations

import hashlib
from typing import Any, Final

import apsw
import msgspec

from tocsin_hub.core.audit.link import Link
from tocsin_hub.edge.store.heads import read_head
from tocsin_hub.edge.store.schema import PLACE_BITS, place
from tocsin_wire.topics import AUDIT

CHAINED: Final = AUDIT
"""The log that is chained, and for that never trimmed nor dropped."""
BEGINNING: Final = b"tocsin audit begins\0"
ENTRY: Final = b"tocsin audit entry\0"
_MARK: Final = "chain"


class Origin(msgspec.Struct, frozen=True):
    """What a chain begins with; it stays so when a restored log gets another epoch."""

    epoch: str
    since: int

    @property
    def hash(self) -> bytes:
        named = f"{self.epoch}\0{self.since}".encode()
        return hashlib.sha256(BEGINNING + named).digest()


def hash_of(before: bytes, raw: bytes) -> bytes:
    """Return the hash of an entry (its bytes as stored) that follows on the hash `before`."""
    return hashlib.sha256(ENTRY + before + raw).digest()


def link(db: apsw.Connection, epoch: str, seq: int, raw: bytes) -> None:
    """Chain an entry in the transaction it is written in.

    Where the hash before it is gone it is chained to nothing, for the audit to go on: who verifies
    is told.
    """
    before = hash_at(db, seq - 1)
    if before is None and seq == 1:
        before = _begin(db, Origin(epoch, since=1))
    _write(db, Link(seq, hash_of(before or b"", raw)))


def begin_chain(db: apsw.Connection) -> None:
    """Chain, once, an audit that an older version has written. Raises apsw.Error."""
    head = read_head(db, CHAINED)
    if head is None or origin_of(db) is not None:
        return
    with db:
        before = _begin(db, Origin(head.epoch, head.head + 1))
        rows: Any = db.execute(
            "SELECT place, raw FROM entry WHERE place > ? AND place <= ? ORDER BY place",
            (place(head.topic, 0), place(head.topic, head.head)),
        ).fetchall()
        for at_place, raw in rows:
            before = hash_of(before, raw)
            _write(db, Link(at_place & ((1 << PLACE_BITS) - 1), before))


def origin_of(db: apsw.Connection) -> Origin | None:
    """Return what the chain begins with; None when there is none, or it makes no sense."""
    row: Any = db.execute("SELECT value FROM mark WHERE name = ?", (_MARK,)).fetchone()
    if row is None:
        return None
    try:
        return msgspec.json.decode(row[0], type=Origin)
    except ValueError:
        return None


def hash_at(db: apsw.Connection, seq: int) -> bytes | None:
    """Return the hash of an entry, of the beginning for 0; None when there is none."""
    row: Any = db.execute("SELECT hash FROM chain WHERE seq = ?", (seq,)).fetchone()
    return None if row is None else row[0]


def head_of(db: apsw.Connection) -> Link | None:
    """Return the end of the chain; None when nothing was ever chained."""
    row: Any = db.execute("SELECT seq, hash FROM chain ORDER BY seq DESC LIMIT 1").fetchone()
    return None if row is None else Link(*row)


def _begin(db: apsw.Connection, origin: Origin) -> bytes:
    value = msgspec.json.encode(origin).decode()
    db.execute("INSERT OR REPLACE INTO mark VALUES (?, ?)", (_MARK, value))
    _write(db, Link(0, origin.hash))
    return origin.hash


def _write(db: apsw.Connection, link: Link) -> None:
    """A hash that stands where none was due makes way: the audit goes on."""
    db.execute("INSERT OR REPLACE INTO chain VALUES (?, ?)", link)
