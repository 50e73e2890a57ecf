"""Stats: a `stats.db` filled as a hub fills it, as fast as the machine can: its clock is moved."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Self

from bench.real_rows import Recording
from tocsin_hub.core.history.layout import Layout
from tocsin_hub.core.history.levels import MINUTE, Levels, levels
from tocsin_hub.core.history.open_minutes import OpenMinutes, Rows
from tocsin_hub.core.history.table import Table
from tocsin_hub.edge.history.hosts import WrittenHosts
from tocsin_hub.edge.history.layouts import WrittenLayouts
from tocsin_hub.edge.history.minutes import Minutes
from tocsin_hub.edge.history.retention import Retention
from tocsin_hub.edge.history.roller import Roller
from tocsin_hub.edge.history.schema import APPLICATION_ID, MIGRATIONS
from tocsin_hub.edge.history.transaction import transaction
from tocsin_hub.edge.store.database import open_database


class Stats:
    """A file, and the parts of the history that write it. Counts the CPU each of them takes."""

    def __init__(self, path: Path, now: int, kept: Levels | None = None) -> None:
        self.path = path
        self.now = now
        self.values = 0
        self.minutes = 0
        self.commits = 0
        self.cpu = {"take in": 0.0, "write": 0.0, "roll up": 0.0, "delete": 0.0}
        self.levels = kept or levels()
        self.db = open_database(path, MIGRATIONS, owner=APPLICATION_ID)
        hosts, layouts = WrittenHosts(), WrittenLayouts()
        self._open = OpenMinutes(max(level.keep_ms for level in self.levels))
        self._writer = Minutes(self.levels, hosts, layouts)
        self._roller = Roller(self.levels, layouts)
        self._retention = Retention(self.levels, layouts)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self.db.close()

    def take_in(self, host: str, layout: Layout, batches: Rows) -> None:
        """Take in rows of a host, each in a publish of its own, as an agent sends them."""
        self.values += sum(len(row) - 1 for row in batches)
        began = time.process_time()
        for row in batches:
            self._open.add(host, layout, [row], self.now, _nothing)
        self.cpu["take in"] += time.process_time() - began

    def take_in_minute(self, host: str, table: Table) -> None:
        """Take in a whole minute at once."""
        self.values += table.planes[0].size
        self._open.add(host, table.layout, rows_of(table), self.now, _nothing)

    def write(self, *, everything: bool = False) -> None:
        """Write what is due, or all there is, in one transaction, as the writer does."""
        due = self._open.take_all() if everything else self._open.take_due(self.now)
        if not due:
            return
        self.commits += 1
        self.minutes += len(due)
        began = time.process_time()
        with transaction(self.db):
            self._writer.write(self.db, due, self.now)
        self.cpu["write"] += time.process_time() - began
        for minute in due:
            self._open.written(minute)

    def keep_up(self) -> None:
        """Make what is due of the upper levels; delete what is over."""
        self._timed("roll up", lambda: self._until_done(self._roller.step))
        self._timed("delete", lambda: self._until_done(self._retention.step))

    @property
    def size(self) -> int:
        """Bytes of the file, the log of writes taken in."""
        self.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return self.path.stat().st_size

    def _until_done(self, step: Callable[..., bool]) -> None:
        while step(self.db, self.now):
            pass

    def _timed(self, what: str, work: Callable[[], None]) -> None:
        began = time.process_time()
        work()
        self.cpu[what] += time.process_time() - began


def fill(
    stats: Stats, recording: Recording, hosts: list[str], minutes: int, width: int = 0
) -> None:
    """Let so many minutes pass, rows of every host in each."""
    for number in range(minutes):
        for place, host in enumerate(hosts):
            stats.take_in_minute(host, recording.minute(number + 7 * place, stats.now, width))
        stats.now += MINUTE
        stats.write(everything=True)
        if number % 10 == 0:
            stats.keep_up()
    stats.keep_up()


def rows_of(table: Table) -> list[list[float | None]]:
    """Return a table as agents send it."""
    pairs = zip(table.times.tolist(), table.planes[0].tolist(), strict=True)
    return [[float(at), *values] for at, values in pairs]


def _nothing(_error: object) -> None:
    pass
