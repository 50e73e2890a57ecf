"""Questions: what can be asked about the history of one host. Runs in a reading thread."""

from __future__ import annotations

from typing import Final, NamedTuple

import msgspec

from tocsin_hub.core.history.buckets import Buckets, bucketed
from tocsin_hub.core.history.layout import Layout
from tocsin_hub.core.history.levels import DAY, Level
from tocsin_hub.core.history.plan import Grid, Question, grid_of, level_for, spacing_of
from tocsin_hub.core.history.reading import read
from tocsin_hub.core.history.table import Table
from tocsin_hub.edge.history.blocks import HostBlocks
from tocsin_hub.edge.history.hosts import find_host
from tocsin_hub.edge.history.readers import Reading
from tocsin_hub.edge.history.schema import TABLES
from tocsin_wire.errors import BadField


class Asked(NamedTuple):
    """What is asked of which host."""

    host: str
    series: list[str]
    question: Question
    now: int
    live: Layout
    """What the host measures now."""
    waiting: list[Table]
    """Its rows that are on no disk yet."""


class Chart(NamedTuple):
    """An answer: buckets of the series, in the order they were asked for."""

    grid: Grid
    layout: Layout
    buckets: Buckets


class Held(NamedTuple):
    """One series of a host. Times are ms since 1970; a day's or an hour's beginning is enough."""

    name: str
    unit: str
    first: int
    last: int


class Holding(NamedTuple):
    """All that is kept of a host."""

    series: list[Held]
    bytes: int
    oldest: dict[str, int]
    """Of each level by its name, where there is any."""


def chart(reading: Reading, asked: Asked) -> Chart:
    """Answer a question. Raises BadField for a series the host never had."""
    levels, question = reading.levels, asked.question
    number = level_for(question, levels, asked.now)
    level = levels[number]
    wanted = Layout((name, "") for name in asked.series)
    host = find_host(reading.db, asked.host) or 0
    source = HostBlocks(reading.db, levels, reading.layouts, host, wanted, asked.waiting)
    start, stop = _reach(question, level, asked.now)
    table = read(source, levels, wanted, number, start, stop)
    units = _units(reading, asked, source.units)
    grid = (
        grid_of(question, level.row_ms)
        if level.row_ms
        else grid_of(question, spacing_of(table.times), table.times)
    )
    layout = Layout((name, units[name]) for name in asked.series)
    return Chart(grid, layout, bucketed(table, grid))


def holding(reading: Reading, name: str, now: int, waiting: list[Table]) -> Holding:
    """Return what there is of a host."""
    host = find_host(reading.db, name)
    found = _Found()
    for table in waiting:
        found.add(table.layout, int(table.times[0]), int(table.times[-1]))
    oldest: dict[str, int] = {}
    size = 0
    for number, level in enumerate(reading.levels if host is not None else ()):
        for layout, first, last, length in _spans(reading, number, host or 0, now):
            found.add(reading.layouts.get(reading.db, layout), first, last)
            oldest[level.name] = min(first, oldest.get(level.name, first))
            size += length
    return Holding(found.series, size, oldest)


class _Found:
    """Collects from when to when each series was seen; of two units the newest counts."""

    def __init__(self) -> None:
        self._spans: dict[str, Held] = {}

    @property
    def series(self) -> list[Held]:
        return sorted(self._spans.values())

    def add(self, layout: Layout, first: int, last: int) -> None:
        for name, unit in layout.series:
            known = self._spans.get(name) or Held(name, unit, first, last)
            newest = unit if last >= known.last else known.unit
            span = min(known.first, first), max(known.last, last)
            self._spans[name] = Held(name, newest, *span)


_SPANS: Final = [
    "SELECT layout, min(start), max(start), sum(octet_length(data)) "  # noqa: S608
    f"FROM json_each(?) CROSS JOIN {table} ON start = json_each.value AND host = ? GROUP BY layout"
    for table in TABLES
]
# Names of tables are ours, from a list of four: no statement holds what came from outside.


def _spans(reading: Reading, number: int, host: int, now: int) -> list[tuple[int, int, int, int]]:
    """Return layout, first and last start, and bytes of the blocks of one level."""
    level = reading.levels[number]
    first = level.block_of(now - level.keep_ms - level.block_ms - DAY)
    starts = list(range(first, now + DAY, level.block_ms))
    rows = reading.db.execute(_SPANS[number], (msgspec.json.encode(starts).decode(), host))
    return [tuple(int(str(value)) for value in row) for row in rows]  # type: ignore[misc]


def _reach(question: Question, level: Level, now: int) -> tuple[int, int]:
    """Return what to read: a bucket more at either end, and nothing that cannot be there."""
    margin = 2 * max(question.step_ms, level.row_ms)
    first = now - level.keep_ms - 2 * level.block_ms
    return max(question.start - margin, first), min(question.stop + margin, now + 2 * DAY)


def _units(reading: Reading, asked: Asked, seen: dict[str, str]) -> dict[str, str]:
    """Return the unit of each series asked for, looked up where nothing of it was read."""
    units = {**dict(asked.live.series), **seen}
    if missing := [name for name in asked.series if name not in units]:
        held = holding(reading, asked.host, asked.now, asked.waiting)
        units |= {one.name: one.unit for one in held.series}
        if unknown := [name for name in missing if name not in units]:
            raise BadField(
                f"this host never had a column {unknown[0][:200]!r}: "
                "GET /api/hosts/{id}/history/columns lists those it has"
            )
    return units
