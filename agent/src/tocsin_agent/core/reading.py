"""Reading: what one look of a collector found. Pure data."""

from __future__ import annotations

from typing import NamedTuple, Protocol

from tocsin_wire.bodies import Column

Number = int | float | None
"""Sizes stay `int`, so that a row is short; None is written as null."""


class Reading(NamedTuple):
    """One value for each column. A collector returns the same tuple until its columns change."""

    columns: tuple[Column, ...]
    values: list[Number]
    left_out: int = 0
    """How many devices have no column: there are more than a collector tells of."""


NOTHING = Reading((), [])


class Collector(Protocol):
    """A function from the machine to numbers, with what it must remember between two looks."""

    @property
    def name(self) -> str: ...

    @property
    def every(self) -> float:
        """Seconds a reading stands for; 0 is to be read for every row."""

    def read(self, now: float) -> Reading:
        """Look at the machine. `now` is the monotonic clock in seconds. May raise anything."""
