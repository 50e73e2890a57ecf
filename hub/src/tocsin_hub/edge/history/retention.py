"""Retention: deletes whole blocks whose time is over, a few at a time.

The space is used again by the file itself; it does not shrink.
"""

from __future__ import annotations

from typing import Final

import apsw
import msgspec

from tocsin_hub.core.history.levels import DAY, Levels
from tocsin_hub.edge.history.hosts import NAMELESS
from tocsin_hub.edge.history.layouts import WrittenLayouts
from tocsin_hub.edge.history.schema import TABLES
from tocsin_hub.edge.history.transaction import transaction

BATCH: Final = 200
"""Blocks deleted in one transaction."""
EVERY_MS: Final = 10_000

_DELETE: Final = [
    f"DELETE FROM {table} WHERE id IN "  # noqa: S608
    f"(SELECT id FROM {table} WHERE start <= ? ORDER BY start LIMIT {BATCH})"
    for table in TABLES
]
_DELETE_ALL: Final = {
    table: f"DELETE FROM {table} WHERE id IN (SELECT {table}.id FROM json_each(?) "  # noqa: S608
    f"CROSS JOIN {table} ON start = json_each.value AND host = ?)"
    for table in TABLES
}
# Names of tables are ours, from a list of four: no statement holds what came from outside.


class Retention:
    """Looks now and then, and goes on while there is something to delete."""

    def __init__(self, levels: Levels, layouts: WrittenLayouts) -> None:
        self._levels = levels
        self._layouts = layouts
        self._due = 0
        self._layouts_due = 0

    def hurry(self) -> None:
        """Look at once: a host was removed."""
        self._due = 0

    def step(self, db: apsw.Connection, now: int) -> bool:
        """Delete some blocks in one transaction; tell whether there may be more."""
        if now < self._due:
            return False
        with transaction(db):
            deleted = sum(self._delete(db, level, now) for level in range(len(self._levels)))
            deleted += self._delete_nameless(db, now)
            if now >= self._layouts_due:
                self._layouts_due = now + DAY
                self._delete_layouts(db, now)
        if not deleted:
            self._due = now + EVERY_MS
        return deleted > 0

    def _delete(self, db: apsw.Connection, number: int, now: int) -> int:
        """Delete of one level, but nothing that a block of the next one is still to be made of."""
        level = self._levels[number]
        horizon = now - level.keep_ms
        ((needed,),) = db.execute("SELECT min(start) FROM stale WHERE level = ?", (number + 1,))
        if isinstance(needed, int):
            horizon = min(horizon, needed)
        db.execute(_DELETE[number], (horizon - level.block_ms,))
        return db.changes()

    def _delete_nameless(self, db: apsw.Connection, now: int) -> int:
        """Delete all of one host that was removed; return 1 when there was one."""
        rows = db.execute("SELECT id FROM host WHERE name >= ? LIMIT 1", (NAMELESS,)).fetchall()
        for (host,) in rows:
            for table, level in zip(TABLES, self._levels, strict=True):
                first = level.block_of(now - level.keep_ms - level.block_ms - DAY)
                starts = range(first, now + 2 * DAY, level.block_ms)
                db.execute(_DELETE_ALL[table], (msgspec.json.encode(list(starts)).decode(), host))
            db.execute("DELETE FROM stale WHERE host = ?", (host,))
            db.execute("DELETE FROM host WHERE id = ?", (host,))
        return len(rows)

    def _delete_layouts(self, db: apsw.Connection, now: int) -> None:
        """Delete those whose last block is gone. Their use is noted once a day."""
        longest = max(level.keep_ms + level.block_ms for level in self._levels)
        db.execute("DELETE FROM layout WHERE used < ?", (now - longest - 2 * DAY,))
        self._layouts.forget()
