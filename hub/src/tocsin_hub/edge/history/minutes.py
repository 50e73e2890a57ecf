"""Minutes: what came in becomes blocks of the first level, many hosts' in one transaction."""

from __future__ import annotations

from collections.abc import Iterable

import apsw

from tocsin_hub.core.history.levels import Levels
from tocsin_hub.core.history.open_minute import MAX_CELLS, MAX_ROWS, OpenMinute
from tocsin_hub.core.history.phase import roll_due
from tocsin_hub.core.history.table import Table, merged
from tocsin_hub.edge.history.blocks import HostBlocks, Kept, mark_stale, put_blocks
from tocsin_hub.edge.history.hosts import WrittenHosts
from tocsin_hub.edge.history.layouts import KnownLayouts, WrittenLayouts
from tocsin_wire.errors import TooMany


class Minutes:
    """Writes minutes and notes what has to be made of them."""

    def __init__(self, levels: Levels, hosts: WrittenHosts, layouts: WrittenLayouts) -> None:
        self._levels = levels
        self._hosts = hosts
        self._layouts = layouts
        self._known = KnownLayouts()

    def write(
        self, db: apsw.Connection, minutes: Iterable[OpenMinute], now: int
    ) -> list[TooMany | None]:
        """Write minutes; return for each why it alone is refused, or None."""
        outcomes: list[TooMany | None] = []
        marks: list[tuple[int, int, int, int]] = []
        for minute in minutes:
            try:
                kept = self._kept(db, minute)
            except TooMany as error:
                outcomes.append(error)
                continue
            put_blocks(db, self._layouts, [kept], now)
            marks += self._marks(minute, kept.host, now)
            outcomes.append(None)
        mark_stale(db, marks)
        return outcomes

    def _kept(self, db: apsw.Connection, minute: OpenMinute) -> Kept:
        """Add the rows to those on disk, which they do not replace. Raises TooMany."""
        host = self._hosts.number(db, minute.host)
        table = minute.table()
        before = HostBlocks(db, self._levels, self._known, host).block(0, minute.start)
        if before is not None:
            table = merged([before, table])
            _require_fit(table)
        return Kept(0, host, minute.start, table)

    def _marks(self, minute: OpenMinute, host: int, now: int) -> list[tuple[int, int, int, int]]:
        marks = []
        for number, level in enumerate(self._levels[1:], 1):
            start = level.block_of(minute.start)
            marks.append((number, host, start, roll_due(level, minute.host, start, now)))
        return marks


def _require_fit(table: Table) -> None:
    if table.rows > MAX_ROWS or table.rows * len(table.layout) > MAX_CELLS:
        raise TooMany("a minute of this host is full: sample less often")
