"""Table: rows of numbers in order of time. The shape all of the history is computed in. Pure.

A table of *samples* has one plane: the values. A table of *summaries* has four: low, mean, high and
count; each of its rows stands for a period that begins at the row's time. NaN is a gap.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tocsin_hub.core.history.layout import Layout, union

Times = NDArray[np.int64]
Plane = NDArray[np.float64]

SAMPLES: Final = 1
SUMMARIES: Final = 4
"""How many planes a table has."""


class Table(NamedTuple):
    """`times` ascend strictly, in ms since 1970; each plane has a row for each of them."""

    layout: Layout
    times: Times
    planes: tuple[Plane, ...]

    @property
    def is_summary(self) -> bool:
        return len(self.planes) == SUMMARIES

    @property
    def rows(self) -> int:
        return len(self.times)


def samples(layout: Layout, times: Times, values: Plane) -> Table:
    """Return a table of samples that may come in any order; of one time the first counts."""
    kept, places = np.unique(times, return_index=True)
    return Table(layout, kept, (values[places],))


def empty(layout: Layout, planes: int) -> Table:
    """Return a table without a row."""
    nothing = np.empty((0, len(layout)))
    return Table(layout, np.empty(0, np.int64), (nothing,) * planes)


def summaries(table: Table) -> Table:
    """Return a table as one of summaries: a sample is its own low, mean and high."""
    if table.is_summary:
        return table
    (values,) = table.planes
    count = (~np.isnan(values)).astype(np.float64)
    return table._replace(planes=(values, values, values, count))


def between(table: Table, start: int, stop: int) -> Table:
    """Return the rows from `start`, before `stop`."""
    first, last = np.searchsorted(table.times, (start, stop))
    planes = tuple(plane[first:last] for plane in table.planes)
    return Table(table.layout, table.times[first:last], planes)


def select(table: Table, layout: Layout) -> Table:
    """Return the columns of `layout`, gaps where the table has no such series."""
    if table.layout is layout or table.layout.names == layout.names:
        return table._replace(layout=layout)
    pairs = [
        (place, table.layout.places[name])
        for name, place in layout.places.items()
        if name in table.layout.places
    ]
    to, source = [list(side) for side in zip(*pairs, strict=True)] if pairs else ([], [])
    planes = []
    for number, plane in enumerate(table.planes):
        gap = 0.0 if number == SUMMARIES - 1 else np.nan  # where nothing is known, nothing counted
        wide = np.full((table.rows, len(layout)), gap)
        wide[:, to] = plane[:, source]
        planes.append(wide)
    return Table(layout, table.times, tuple(planes))


def merged(tables: Sequence[Table]) -> Table:
    """Return the rows of all; of samples of one time the first table's counts.

    Of summaries of one time that counts which knows more samples: what is computed anew from rows
    that are partly gone replaces nothing that was computed from all of them.
    """
    whole = _stacked(tables)
    if whole.is_summary:
        known = whole.planes[-1].sum(axis=1)
        order = np.lexsort((-known, whole.times))  # stable: the first table's where they are equal
    else:
        order = np.argsort(whole.times, kind="stable")
    times = whole.times[order]
    order = order[np.diff(times, prepend=-1) != 0]
    return Table(whole.layout, whole.times[order], tuple(plane[order] for plane in whole.planes))


def _stacked(tables: Sequence[Table]) -> Table:
    """Put the rows of tables of one kind under each other."""
    layout = union([table.layout for table in tables])
    wide = [select(table, layout) for table in tables]
    planes = zip(*(table.planes for table in wide), strict=True)
    times = np.concatenate([table.times for table in wide])
    return Table(layout, times, tuple(np.concatenate(plane) for plane in planes))
