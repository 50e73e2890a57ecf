"""Reading: rows of one level; what is not rolled up yet is computed from the finer ones. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

from tocsin_hub.core.history.grouping import rolled
from tocsin_hub.core.history.layout import Layout
from tocsin_hub.core.history.levels import Level, Levels
from tocsin_hub.core.history.table import (
    SAMPLES,
    SUMMARIES,
    Table,
    between,
    empty,
    merged,
    select,
)


class Source(Protocol):
    """Where the blocks of one host are."""

    def blocks(self, level: int, start: int, stop: int) -> list[Table]:
        """Return the tables of a level that reach into a stretch of time."""

    def stale(self, level: int, start: int, stop: int) -> Iterable[int]:
        """Return when those blocks of a level begin that finer ones know more than."""


def read(
    source: Source, levels: Levels, wanted: Layout | None, level: int, start: int, stop: int
) -> Table:
    """Return what is known from `start`, before `stop`: rows as they came, or summaries.

    Its columns are those of `wanted`, or all the source has.
    """
    tables = source.blocks(level, start, stop)
    if level:
        for first, last in _stretches(source.stale(level, start, stop), levels[level].block_ms):
            finer = read(source, levels, wanted, level - 1, first, last)
            tables.append(raised(finer, levels[level]))
    if not tables:
        return empty(wanted or Layout([]), SUMMARIES if levels[level].row_ms else SAMPLES)
    found = between(merged(tables), start, stop)
    return found if wanted is None else select(found, wanted)


def raised(finer: Table, level: Level) -> Table:
    """Return rows of the level below as rows of this one."""
    return rolled(finer, level.row_ms) if level.row_ms else finer


def _stretches(starts: Iterable[int], length: int) -> Iterator[tuple[int, int]]:
    """Join periods that follow each other."""
    first = last = -1
    for start in sorted(starts):
        if start != last:
            if last > first:
                yield first, last
            first = start
        last = start + length
    if last > first:
        yield first, last
