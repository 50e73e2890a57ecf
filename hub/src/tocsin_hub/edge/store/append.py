"""Append: one draft on its way into a log, once."""

from __future__ import annotations

import hashlib
import zlib
from typing import Final

import apsw

from tocsin_hub.core.store import Committed, Done, Draft, Outcome, raw_entry
from tocsin_hub.edge.store.chain import CHAINED, link
from tocsin_hub.edge.store.heads import Head, Heads
from tocsin_hub.edge.store.schema import place
from tocsin_hub.edge.store.talk import note
from tocsin_wire.errors import IdConflict, IdExpired, TocsinError
from tocsin_wire.ids import made_at

REMEMBERED_MS: Final = 24 * 3600 * 1000
"""So long a publish id is known; an older one that is not known is refused."""


class Append:
    """A job of the writer: numbers a draft, unless its id was published before."""

    __slots__ = ("_at", "_done", "_draft", "_heads", "_outcome", "size")

    def __init__(self, heads: Heads, draft: Draft, at: int, done: Done) -> None:
        self._heads = heads
        self._draft = draft
        self._at = at
        self._done = done
        self._outcome: Outcome | None = None
        self.size = len(draft.body)

    def write(self, db: apsw.Connection) -> None:
        draft = self._draft
        digest = digest_of(draft)
        head = self._heads.get(db, draft.topic)
        if made_at(draft.id) < self._at - REMEMBERED_MS:
            expired = IdExpired("this id is more than 24 hours old: make a new one")
            self._outcome = self._known(db, digest) or expired
        else:
            self._outcome = self._insert(db, head, digest)

    def done(self) -> None:
        assert self._outcome is not None
        self._done(self._outcome)

    def failed(self, error: TocsinError) -> None:
        self._done(error)

    def _insert(self, db: apsw.Connection, head: Head, digest: bytes) -> Outcome:
        """Insert, and look only where the id turns out to be there: it hardly ever is."""
        draft, (topic, epoch, first, last, then, size) = self._draft, head
        seq, at = last + 1, max(self._at, then)
        db.execute(
            "INSERT OR IGNORE INTO published VALUES (?, ?, ?, ?, ?, ?, ?)",
            (draft.producer, draft.id, at, topic, epoch, seq, digest),
        )
        if not db.changes():
            known = self._known(db, digest)
            assert known is not None
            return known
        raw = raw_entry(draft, seq, at)
        db.execute(
            "INSERT INTO entry VALUES (?, ?, ?, ?)", (place(topic, seq), at, zlib.crc32(raw), raw)
        )
        if draft.topic == CHAINED:
            link(db, epoch, seq, raw)
        note(db, draft, topic, seq)
        self._heads.change(draft.topic, Head(topic, epoch, first, seq, at, size + len(raw)))
        return Committed(epoch, seq, at, raw)

    def _known(self, db: apsw.Connection, digest: bytes) -> Outcome | None:
        """Return what became of the id before, None when it was not there."""
        seen = db.execute(
            "SELECT epoch, seq, at, digest FROM published WHERE producer = ? AND id = ?",
            (self._draft.producer, self._draft.id),
        ).fetchone()
        return None if seen is None else _again(seen, digest)


def digest_of(draft: Draft) -> bytes:
    """Return what tells a draft that is sent again from another one under its id."""
    return hashlib.blake2b(draft.topic.encode() + b"\0" + draft.body, digest_size=16).digest()


def _again(seen: tuple[str, int, int, bytes], digest: bytes) -> Outcome:
    """Answer as before, even where the log has been dropped since."""
    epoch, seq, at, before = seen
    if before != digest:
        return IdConflict("this id was published before with another body: make a new id")
    return Committed(epoch, seq, at, dup=True)
