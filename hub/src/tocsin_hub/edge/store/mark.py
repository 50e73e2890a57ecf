"""Mark: a row that is there only while no hub uses the file, and only after a clean stop."""

from __future__ import annotations

from typing import Any, Final

import apsw

_NAME: Final = "stopped"


def take_mark(db: apsw.Connection) -> bool:
    """Take the mark away; tell whether whoever used the file before has stopped properly.

    A file without logs has not been used yet.
    """
    with db:
        db.execute("DELETE FROM mark WHERE name = ?", (_NAME,))
        was_there = db.changes() > 0
    used: Any = db.execute("SELECT EXISTS (SELECT * FROM topic)").fetchone()
    return was_there or not used[0]


def leave_mark(db: apsw.Connection, now: int) -> None:
    """Say that all is written (`now`, ms): the last thing done with a file."""
    db.execute("INSERT OR REPLACE INTO mark VALUES (?, ?)", (_NAME, str(now)))
