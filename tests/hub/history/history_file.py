"""HistoryFile: a real `stats.db` without a hub: its clock is moved, its upkeep done when asked."""

from pathlib import Path

import numpy as np

from tocsin_hub.core.history.layout import Layout
from tocsin_hub.core.history.levels import Levels, levels
from tocsin_hub.core.history.open_minutes import OpenMinutes
from tocsin_hub.core.history.plan import Question
from tocsin_hub.core.history.reading import read
from tocsin_hub.core.history.table import Table
from tocsin_hub.edge.history.blocks import HostBlocks
from tocsin_hub.edge.history.hosts import WrittenHosts, find_host, forget_host
from tocsin_hub.edge.history.layouts import KnownLayouts, WrittenLayouts
from tocsin_hub.edge.history.minutes import Minutes
from tocsin_hub.edge.history.questions import Asked, Chart, Holding, chart, holding
from tocsin_hub.edge.history.readers import Reading
from tocsin_hub.edge.history.retention import Retention
from tocsin_hub.edge.history.roller import Roller
from tocsin_hub.edge.history.schema import APPLICATION_ID, MIGRATIONS, TABLES
from tocsin_hub.edge.history.transaction import transaction
from tocsin_hub.edge.store.database import open_database

NOW = 1_795_253_160_000
"""A whole minute, 06:06 of a day."""
NOTHING = Layout([])


class HistoryFile:
    """The parts of the history at one file, called one by one."""

    def __init__(self, path: Path, kept: Levels | None = None, *, vfs: str = "") -> None:
        self.path = path
        self._vfs = vfs
        self.now = NOW
        self.levels = kept or levels()
        self.answers: list[object] = []
        self.open()

    def open(self) -> None:
        self.db = open_database(self.path, MIGRATIONS, owner=APPLICATION_ID, vfs=self._vfs)
        self.open_minutes = OpenMinutes(max(level.keep_ms for level in self.levels))
        self._hosts, self._layouts = WrittenHosts(), WrittenLayouts()
        self.minutes = Minutes(self.levels, self._hosts, self._layouts)
        self.roller = Roller(self.levels, self._layouts)
        self.retention = Retention(self.levels, self._layouts)

    def close(self) -> None:
        self.db.close()

    def forget(self) -> None:
        """Forget what a transaction that was taken back had written."""
        self._hosts.forget()
        self._layouts.forget()

    def reopen(self) -> None:
        """Lose everything that is in memory only."""
        self.close()
        self.open()

    def receive(self, host: str, layout: Layout, rows: list[list[float | None]]) -> None:
        self.open_minutes.add(host, layout, rows, self.now, self.answers.append)

    def write(self) -> None:
        """Write every minute there is, as one transaction of the writer does."""
        minutes = self.open_minutes.take_all()
        with transaction(self.db):
            outcomes = self.minutes.write(self.db, minutes, self.now)
        for minute, error in zip(minutes, outcomes, strict=True):
            if error is None:
                self.open_minutes.written(minute)
            else:
                self.open_minutes.refused(minute, error)

    def roll(self) -> None:
        """Make all blocks that are due."""
        while self.roller.step(self.db, self.now):
            pass

    def keep_up(self) -> None:
        """Make what is due and delete what is over."""
        self.roll()
        self.now += 60_000
        while self.retention.step(self.db, self.now):
            pass

    def remove(self, host: str) -> None:
        """Forget a host, as the writer does."""
        with transaction(self.db):
            forget_host(self.db, host)
        self._hosts.forget()
        self.retention.hurry()

    def blocks(self, level: int) -> int:
        """Count the blocks of a level."""
        (count,) = self.db.execute(f"SELECT count(*) FROM {TABLES[level]}").fetchone() or (0,)
        assert isinstance(count, int)
        return count

    def read(self, host: str, level: int, start: int, stop: int) -> Table:
        """Read rows of a level, those in memory too."""
        return read(self._source(host), self.levels, None, level, start, stop)

    def stored(self, host: str, level: int, start: int, stop: int) -> list[Table]:
        """Read the blocks of a level as they are."""
        return self._source(host).blocks(level, start, stop)

    def chart(
        self, host: str, series: list[str], start: int, stop: int, points: int = 600
    ) -> Chart:
        question = Question(start, stop, points)
        waiting = self.open_minutes.tables(host)
        asked = Asked(host, series, question, self.now, NOTHING, waiting)
        return chart(Reading(self.db, self.levels), asked)

    def holding(self, host: str) -> Holding:
        waiting = self.open_minutes.tables(host)
        return holding(Reading(self.db, self.levels), host, self.now, waiting)

    def _source(self, host: str) -> HostBlocks:
        number = find_host(self.db, host) or 0
        waiting = self.open_minutes.tables(host)
        return HostBlocks(self.db, self.levels, KnownLayouts(), number, None, waiting)


def seconds(first: int, count: int, every: int = 1_000) -> list[list[float | None]]:
    """Return rows of one column that count up."""
    return [[float(first + n * every), float(n)] for n in range(count)]


def known(table: Table, name: str = "a", plane: int = 0) -> dict[int, float]:
    """Return the known values of a series by their times."""
    values = table.planes[plane][:, table.layout.places[name]]
    pairs = zip(table.times.tolist(), values.tolist(), strict=True)
    return {at: value for at, value in pairs if not np.isnan(value)}
