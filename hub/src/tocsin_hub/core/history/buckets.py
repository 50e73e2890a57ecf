"""Buckets: a table to the points of a chart. Where there is no sample there is a gap. Pure."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from tocsin_hub.core.history.grouping import grouped
from tocsin_hub.core.history.plan import Grid
from tocsin_hub.core.history.table import Plane, Table, Times, between

DIGITS: Final = 7
"""Of a mean: what it is worth, and half the bytes on the way to the page."""


class Buckets(NamedTuple):
    """Points x columns. `low` and `high` are those of a `mean`; they say nothing new of one row."""

    low: Plane
    mean: Plane
    high: Plane


def bucketed(table: Table, grid: Grid) -> Buckets:
    """Return low, mean and high of the rows of each bucket; NaN where there is none."""
    rows = between(table, grid.start, grid.stop)
    places = (rows.times - grid.start) // grid.step_ms
    found = grouped(rows, places)
    low, mean, high, _ = found.planes
    if rows.rows > found.rows or table.is_summary:
        mean = np.clip(rounded(mean), low, high)
    return Buckets(*(_spread(plane, found.times, grid.buckets) for plane in (low, mean, high)))


def rounded(values: Plane, digits: int = DIGITS) -> Plane:
    """Return values to so many significant decimal digits."""
    size = np.abs(values)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        exponents = digits - 1 - np.floor(np.log10(size))
        scale = 10.0 ** np.abs(exponents)
        fine = np.rint(values * scale) / scale
        coarse = np.rint(values / scale) * scale
    whole = np.where(exponents >= 0, fine, coarse)
    return np.where(np.isfinite(whole) & (size > 0), whole, values)


def _spread(plane: Plane, places: Times, buckets: int) -> Plane:
    wide = np.full((buckets, plane.shape[1]), np.nan)
    wide[places] = plane
    return wide
