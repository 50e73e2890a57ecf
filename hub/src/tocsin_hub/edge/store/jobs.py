"""Jobs of the writer beside appending: what the hub itself has to do to its logs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, cast

import apsw

from tocsin_hub.edge.store.heads import Head, Heads
from tocsin_hub.edge.store.schema import place
from tocsin_hub.edge.store.talk import erase
from tocsin_wire.errors import TocsinError

BATCH: Final = 200
"""Rows deleted in one go: a few ms of the loop."""


class Then:
    """Nothing to write: told when all before it is settled, on disk or not."""

    size = 0

    def __init__(self, done: Callable[[], None]) -> None:
        self._done = done

    def write(self, db: apsw.Connection) -> None:
        pass

    def done(self) -> None:
        self._done()

    def failed(self, error: TocsinError) -> None:
        self._done()


class _Chore:
    """What nobody waits for: it is tried again when its turn comes."""

    size = 0

    def done(self) -> None:
        pass

    def failed(self, error: TocsinError) -> None:
        pass


class DropLog(_Chore):
    """Takes a log out of everybody's sight."""

    def __init__(self, heads: Heads, topic: str, epoch: str) -> None:
        """`epoch` names the history that follows."""
        self._heads = heads
        self._topic = topic
        self._epoch = epoch

    def write(self, db: apsw.Connection) -> None:
        self._heads.drop(db, self._topic, self._epoch)

    def failed(self, error: TocsinError) -> None:
        self._heads.owe(self._topic, self._epoch)


class ForgetIds(_Chore):
    """Deletes publish ids from before a time."""

    def __init__(self, before: int) -> None:
        self._before = before

    def write(self, db: apsw.Connection) -> None:
        db.execute(
            "DELETE FROM published WHERE (producer, id) IN "
            "(SELECT producer, id FROM published WHERE at < ? ORDER BY at LIMIT ?)",
            (self._before, BATCH),
        )


class Trim(_Chore):
    """Deletes the oldest entries of a log: those from before a time, or beyond a size."""

    def __init__(
        self,
        heads: Heads,
        topic: str,
        before: int,
        max_bytes: int,
        trimmed: Callable[[str, int], None],
    ) -> None:
        """`trimmed` is told the log and its first seq, when something was deleted."""
        self._heads = heads
        self._topic = topic
        self._before = before
        self._max_bytes = max_bytes
        self._trimmed = trimmed
        self._first = 0

    def write(self, db: apsw.Connection) -> None:
        head = self._heads.get(db, self._topic)
        rows = db.execute(
            "SELECT at, octet_length(raw) FROM entry WHERE place >= ? AND place <= ? LIMIT ?",
            (place(head.topic, head.first), place(head.topic, head.head), BATCH),
        )
        first, left = head.first, head.bytes
        for at, size in cast(list[tuple[int, int]], rows.fetchall()):
            if at >= self._before and left <= self._max_bytes:
                break
            first, left = first + 1, left - size
        if first > head.first:
            self._delete(db, head, first, left)

    def done(self) -> None:
        if self._first:
            self._trimmed(self._topic, self._first)

    def _delete(self, db: apsw.Connection, head: Head, first: int, left: int) -> None:
        ends = (place(head.topic, head.first), place(head.topic, first))
        db.execute("DELETE FROM entry WHERE place >= ? AND place < ?", ends)
        erase(db, *ends)
        self._heads.change(self._topic, head._replace(first=first, bytes=left))
        self._first = first


class Erase(_Chore):
    """Deletes some of a log that has no name any more, at last the log itself."""

    def __init__(self, topic: int) -> None:
        self._topic = topic

    def write(self, db: apsw.Connection) -> None:
        start, end = place(self._topic, 0), place(self._topic + 1, 0)
        rows = db.execute(
            "SELECT place FROM entry WHERE place >= ? AND place < ? ORDER BY place LIMIT ?",
            (start, end, BATCH),
        )
        places = [at for (at,) in cast(list[tuple[int]], rows.fetchall())]
        is_last = len(places) < BATCH
        ends = (start, end if is_last else places[-1] + 1)
        db.execute("DELETE FROM entry WHERE place >= ? AND place < ?", ends)
        erase(db, *ends)
        if is_last:
            db.execute("DELETE FROM topic WHERE id = ?", (self._topic,))
