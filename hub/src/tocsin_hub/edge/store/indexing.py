"""Indexing: what was said before there was an index is brought into it, some at a time.

What is said meanwhile is in it at once. How far this is stands in a mark, which goes at the end.
"""

from __future__ import annotations

import asyncio
from typing import Any, Final

import apsw

from tocsin_hub.edge.store.schema import PLACE_BITS, place
from tocsin_hub.edge.store.talk import index_old
from tocsin_hub.edge.store.writer import Writer
from tocsin_wire.errors import TocsinError

BATCH: Final = 200
"""Entries at a time: a few ms of the loop."""
PAUSE_SECONDS: Final = 0.05
AGAIN_SECONDS: Final = 60.0
"""After so long it is tried again when it failed."""
_MARK: Final = "unindexed"

_NEXT: Final = """
SELECT id FROM topic WHERE id >= ? AND (name GLOB 'room/*' OR name GLOB 'private/*')
ORDER BY id LIMIT 1
"""


def is_complete(db: apsw.Connection) -> bool:
    """Tell whether all that was said is in the index."""
    return _reached(db) is None


def _reached(db: apsw.Connection) -> int | None:
    """Return the place up to which all is indexed, None when all is."""
    row: Any = db.execute("SELECT value FROM mark WHERE name = ?", (_MARK,)).fetchone()
    return None if row is None else int(row[0])


class Indexing:
    """A chore of the writer that gives itself the next one. What people say goes first."""

    size = 0

    def __init__(self, writer: Writer, loop: asyncio.AbstractEventLoop) -> None:
        self._writer = writer
        self._loop = loop
        self._timer: asyncio.TimerHandle | None = None
        self._is_done = False

    def begin(self, after: float = PAUSE_SECONDS) -> None:
        """Go on in so many seconds."""
        self._timer = self._loop.call_later(after, self._go_on)

    def close(self) -> None:
        if self._timer is not None:
            self._timer.cancel()

    def write(self, db: apsw.Connection) -> None:
        reached = _reached(db)
        following = None if reached is None else _index_some(db, reached)
        self._is_done = following is None
        if following is None:
            db.execute("DELETE FROM mark WHERE name = ?", (_MARK,))
        else:
            db.execute("UPDATE mark SET value = ? WHERE name = ?", (str(following), _MARK))

    def done(self) -> None:
        if not self._is_done:
            self.begin()

    def failed(self, error: TocsinError) -> None:
        self.begin(AGAIN_SECONDS)

    def _go_on(self) -> None:
        if self._writer.waiting:
            self.begin()
        else:
            self._writer.force(self)


def _index_some(db: apsw.Connection, reached: int) -> int | None:
    """Index the next entries after a place; return the place reached, None at the end."""
    log: Any = db.execute(_NEXT, (reached >> PLACE_BITS,)).fetchone()
    if log is None:
        return None
    (topic,) = log
    start, end = max(reached, place(topic, 0)), place(topic + 1, 0)
    rows: Any = db.execute(
        "SELECT place, raw FROM entry WHERE place > ? AND place < ? ORDER BY place LIMIT ?",
        (start, end, BATCH),
    ).fetchall()
    for at, raw in rows:
        index_old(db, at, raw)
    return rows[-1][0] if len(rows) == BATCH else end
