"""Roller: makes the blocks of the upper levels out of finer ones, when their time has come.

Nothing is kept between two steps but what `stale` says, in the same transactions: whenever the hub
dies, the next one goes on. What comes late marks a block stale again, and it is made anew.
"""

from __future__ import annotations

import time
from typing import Final, NamedTuple

import apsw
import structlog

from tocsin_hub.core.history.levels import Levels
from tocsin_hub.core.history.packing import fitting
from tocsin_hub.core.history.reading import raised, read
from tocsin_hub.core.history.table import Table, merged
from tocsin_hub.edge.history.blocks import HostBlocks, Kept, put_blocks
from tocsin_hub.edge.history.layouts import KnownLayouts, WrittenLayouts
from tocsin_hub.edge.history.transaction import transaction

STEP_SECONDS: Final = 0.05
"""What one transaction takes, about: minutes that are due wait no longer."""


log = structlog.get_logger()


class _Stale(NamedTuple):
    level: int
    host: int
    start: int


class Roller:
    """Makes what is due, some of it in each step."""

    def __init__(self, levels: Levels, layouts: WrittenLayouts) -> None:
        self._levels = levels
        self._layouts = layouts
        self._known = KnownLayouts()
        self.blocks = 0
        """How many were made."""

    def step(self, db: apsw.Connection, now: int) -> bool:
        """Make some blocks in one transaction; tell whether there were any to make."""
        until = time.monotonic() + STEP_SECONDS
        made = 0
        with transaction(db):
            while time.monotonic() < until and (stale := self._next(db, now)):
                self._make(db, stale, now)
                made += 1
        self.blocks += made
        return made > 0

    @staticmethod
    def _next(db: apsw.Connection, now: int) -> _Stale | None:
        rows = db.execute(
            "SELECT level, host, start FROM stale WHERE due <= ? ORDER BY due LIMIT 1", (now,)
        ).fetchall()
        return _Stale(*(int(str(value)) for value in rows[0])) if rows else None

    def _make(self, db: apsw.Connection, stale: _Stale, now: int) -> None:
        try:
            table = self._made(db, stale)
            if table.rows:
                kept = Kept(stale.level, stale.host, stale.start, fitting(table))
                put_blocks(db, self._layouts, [kept], now)
        except apsw.Error:
            raise
        except Exception:
            log.exception("a block could not be made of finer ones", stale=stale)
        db.execute("DELETE FROM stale WHERE level = ? AND host = ? AND start = ?", stale)

    def _made(self, db: apsw.Connection, stale: _Stale) -> Table:
        """Return what finer blocks say, and of what is gone from those, what the block says."""
        source = HostBlocks(db, self._levels, self._known, stale.host)
        level = self._levels[stale.level]
        stop = stale.start + level.block_ms
        finer = read(source, self._levels, None, stale.level - 1, stale.start, stop)
        table = raised(finer, level)
        before = source.block(stale.level, stale.start)
        return table if before is None else merged([before, table])
