"""Levels: how fine the kept rows are, how many share a block, and how long they are kept. Pure.

A level is made of the one before it, once the time of a block is over. The first takes rows as they
come, a minute at a time; the second holds the same rows in longer blocks, which pack better and are
read faster; the others hold one row for each minute, each hour.
"""

from __future__ import annotations

from typing import Final, NamedTuple

SECOND: Final = 1_000
MINUTE: Final = 60 * SECOND
HOUR: Final = 60 * MINUTE
DAY: Final = 24 * HOUR
"""All in milliseconds."""
ROWS: Final = 1
"""The level that answers for rows as they came, and, by way of it, the first."""


class Level(NamedTuple):
    """One level of the history. All in ms."""

    row_ms: int
    """What one row stands for; 0: rows as they came."""
    block_ms: int
    keep_ms: int

    @property
    def name(self) -> str:
        """What the interface calls it: the width of a row, a second where rows are as they came."""
        return str(self.row_ms or SECOND)

    def block_of(self, at: int) -> int:
        """Return when the block begins that a time falls into."""
        return at - at % self.block_ms


Levels = tuple[Level, ...]


def levels(
    rows_ms: int = 48 * HOUR, minutes_ms: int = 30 * DAY, hours_ms: int = 730 * DAY
) -> Levels:
    """Return the levels, given how long rows, minutes and hours are kept."""
    return (
        Level(0, MINUTE, HOUR),
        Level(0, 10 * MINUTE, rows_ms),
        Level(MINUTE, HOUR, minutes_ms),
        Level(HOUR, DAY, hours_ms),
    )
