"""Hosts: the numbers blocks know them by."""

from __future__ import annotations

from typing import Final

import apsw

NAMELESS: Final = "~"
"""No host is called so: what is left of one that was removed."""


def find_host(db: apsw.Connection, name: str) -> int | None:
    """Return the number of a host, None when nothing of it was ever kept."""
    rows = db.execute("SELECT id FROM host WHERE name = ?", (name,)).fetchall()
    return int(str(rows[0][0])) if rows else None


def forget_host(db: apsw.Connection, name: str) -> None:
    """Take a host's blocks out of everybody's sight: whoever has the name next begins anew."""
    db.execute("UPDATE host SET name = ? || id WHERE name = ?", (NAMELESS, name))


class WrittenHosts:
    """Gives hosts their numbers, within the transaction that is open."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def number(self, db: apsw.Connection, name: str) -> int:
        number = self._numbers.get(name) or find_host(db, name)
        if number is None:
            db.execute("INSERT INTO host (name) VALUES (?)", (name,))
            number = db.last_insert_rowid()
        self._numbers[name] = number
        return number

    def name(self, db: apsw.Connection, number: int) -> str:
        ((name,),) = db.execute("SELECT name FROM host WHERE id = ?", (number,))
        return str(name)

    def forget(self) -> None:
        """A transaction was taken back."""
        self._numbers.clear()
