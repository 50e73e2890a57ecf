"""Heads: where each log stands, as the transaction that is open will leave it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

import apsw

REMEMBERED: Final = 4_096


class Head(NamedTuple):
    """One row of `topic`: `first` and `head` are seqs, `at` is the time of the newest entry."""

    topic: int
    epoch: str
    first: int = 1
    head: int = 0
    at: int = 0
    bytes: int = 0


class Heads:
    """Reads rows of `topic` once, changes them in memory, writes the changed before the commit."""

    def __init__(self, new_epoch: Callable[[str], str]) -> None:
        """`new_epoch` names the history that begins under a name."""
        self._new_epoch = new_epoch
        self._known: dict[str, Head] = {}
        self._changed: dict[str, Head] = {}

    def get(self, db: apsw.Connection, name: str) -> Head:
        """Return where a log stands; a log that is not there begins."""
        known = self._changed.get(name) or self._known.get(name)
        if known is None:
            known = self._known[name] = read_head(db, name) or self._begin(db, name)
        return known

    def change(self, name: str, head: Head) -> None:
        self._changed[name] = head

    def drop(self, db: apsw.Connection, name: str) -> None:
        """Take the name from a log: nobody finds it any more, and retention deletes its entries."""
        db.execute("UPDATE topic SET name = '~' || id, first = head + 1 WHERE name = ?", (name,))
        self._known.pop(name, None)
        self._changed.pop(name, None)

    def write(self, db: apsw.Connection) -> None:
        """Write what changed into the open transaction."""
        db.executemany(
            "UPDATE topic SET first = ?, head = ?, at = ?, bytes = ? WHERE id = ?",
            [(one.first, one.head, one.at, one.bytes, one.topic) for one in self._changed.values()],
        )

    def settle(self, kept: bool) -> None:
        """The transaction is on disk, or nothing of it is."""
        if not kept:
            self._known.clear()
        elif len(self._known) > REMEMBERED:
            self._known = dict(self._changed)
        else:
            self._known.update(self._changed)
        self._changed.clear()

    def _begin(self, db: apsw.Connection, name: str) -> Head:
        epoch = self._new_epoch(name)
        db.execute(
            "INSERT INTO topic (name, epoch, first, head, at, bytes) VALUES (?, ?, 1, 0, 0, 0)",
            (name, epoch),
        )
        return Head(db.last_insert_rowid(), epoch)


def read_head(db: apsw.Connection, name: str) -> Head | None:
    """Return the row of a log, None when there is none."""
    row = db.execute(
        "SELECT id, epoch, first, head, at, bytes FROM topic WHERE name = ?", (name,)
    ).fetchone()
    return None if row is None else Head(*row)
