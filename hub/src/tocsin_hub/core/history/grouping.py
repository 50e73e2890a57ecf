"""Grouping: many rows to one: low, mean, high and count of each run of rows with one key. Pure.

Roll-ups to coarser resolutions and the buckets of a chart are both this.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from tocsin_hub.core.history.table import Plane, Table, Times, summaries

_DROPPED_BITS: Final = 29
"""Of the 53 bits of a mean: 24 are left, as in a float32, and zeros pack to nothing."""


def rolled(table: Table, row_ms: int) -> Table:
    """Return summaries of `row_ms` each. Means are kept to seven digits, the rest exactly."""
    whole = grouped(table, table.times - table.times % row_ms)
    low, mean, high, count = whole.planes
    return whole._replace(planes=(low, np.clip(_shortened(mean), low, high), high, count))


def grouped(table: Table, keys: Times) -> Table:
    """Return one summary for each run of equal keys, whose time is the key. Keys ascend."""
    low, mean, high, count = summaries(table).planes
    firsts = np.flatnonzero(np.diff(keys, prepend=keys[:1] - 1))
    if not len(firsts):
        return table._replace(planes=(low, mean, high, count))
    total = np.add.reduceat(count, firsts)
    return Table(
        table.layout,
        keys[firsts],
        (
            np.fmin.reduceat(low, firsts),
            _mean(mean, count, total, firsts),
            np.fmax.reduceat(high, firsts),
            total,
        ),
    )


def _mean(mean: Plane, count: Plane, total: Plane, firsts: Times) -> Plane:
    """Weigh means by their counts. A sum of shares cannot overflow where a sum of values can."""
    lengths = np.diff(firsts, append=len(mean))
    shares = count / np.repeat(np.maximum(total, 1), lengths, axis=0)
    sums = np.add.reduceat(np.where(count > 0, mean, 0) * shares, firsts)
    return np.where(total > 0, sums, np.nan)


def _shortened(mean: Plane) -> Plane:
    """Round to 24 bits of mantissa. NaN stays NaN: the bits that make it one are not touched."""
    bits = mean.view(np.int64) + (1 << (_DROPPED_BITS - 1))
    return (bits >> _DROPPED_BITS << _DROPPED_BITS).view(np.float64)
