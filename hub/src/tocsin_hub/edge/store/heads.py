"""Heads: where each log stands, as the transaction that is open will leave it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

import apsw

from tocsin_hub.edge.store.schema import NAMELESS

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

    def __init__(self, new_epoch: Callable[[], str]) -> None:
        self._new_epoch = new_epoch
        self._known: dict[str, Head] = {}
        self._changed: dict[str, Head] = {}
        self._next: dict[str, str] = {}  # epochs of logs that have no row yet
        self._owed: dict[str, str] = {}  # drops that failed, and the epochs of what follows
        self._paid: set[str] = set()  # those made good in the transaction that is open

    def get(self, db: apsw.Connection, name: str) -> Head:
        """Return where a log stands; a log that is not there begins."""
        self._pay(db, name)
        known = self._changed.get(name) or self._known.get(name)
        if known is None:
            known = self._known[name] = read_head(db, name) or self._begin(db, name)
        return known

    def next_epoch(self, name: str) -> str:
        """Return how the history will be called that begins under a name without a log."""
        if name not in self._next:
            self._next[name] = self._new_epoch()
        return self._next[name]

    def change(self, name: str, head: Head) -> None:
        self._changed[name] = head

    def drop(self, db: apsw.Connection, name: str, epoch: str) -> None:
        """Take the name from a log: nobody finds it any more, and retention deletes its entries.

        `epoch` names what follows: it was told to whoever asked since, so it is no other drop's.
        """
        db.execute(
            "UPDATE topic SET name = ? || id, first = head + 1 WHERE name = ?", (NAMELESS, name)
        )
        self._known.pop(name, None)
        self._changed.pop(name, None)
        self._paid.add(name)
        self._next[name] = epoch

    def owe(self, name: str, epoch: str) -> None:
        """Note a drop that failed: no later transaction may do without it."""
        self._owed[name] = epoch

    def write(self, db: apsw.Connection) -> None:
        """Write what changed into the open transaction."""
        for name in self._owed:
            self._pay(db, name)
        db.executemany(
            "UPDATE topic SET first = ?, head = ?, at = ?, bytes = ? WHERE id = ?",
            [(one.first, one.head, one.at, one.bytes, one.topic) for one in self._changed.values()],
        )

    def settle(self, kept: bool) -> None:
        """The transaction is on disk, or nothing of it is."""
        if kept:
            self._keep()
        else:
            self._known.clear()
        self._changed.clear()
        self._paid.clear()

    def _keep(self) -> None:
        for name, head in self._changed.items():
            if self._next.get(name) == head.epoch:
                del self._next[name]  # it has a row now
        for name in self._paid:
            self._owed.pop(name, None)
        if len(self._known) > REMEMBERED:
            self._known = {}
        self._known.update(self._changed)

    def _pay(self, db: apsw.Connection, name: str) -> None:
        if name in self._owed and name not in self._paid:
            self.drop(db, name, self._owed[name])

    def _begin(self, db: apsw.Connection, name: str) -> Head:
        epoch = self.next_epoch(name)
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
