"""Plan: at which resolution a question is answered, and on which grid. Pure."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from tocsin_hub.core.history.levels import MINUTE, ROWS, SECOND, Levels
from tocsin_hub.core.history.table import Times

MIN_SPACING: Final = 100
"""The least interval of an agent, in ms."""


class Question(NamedTuple):
    """A stretch of time, from before to, in about so many points. Times in ms since 1970."""

    start: int
    stop: int
    points: int

    @property
    def step_ms(self) -> int:
        """How far apart points lie when all are used."""
        return max(1, -(-(self.stop - self.start) // self.points))


class Grid(NamedTuple):
    """Buckets of equal width: bucket i begins at `start + i * step_ms`."""

    start: int
    step_ms: int
    buckets: int
    spacing_ms: int
    """What one row stands for: a bucket no wider than this holds one row."""
    middle_ms: int = 0
    """Where in a bucket its row stands; 0 where a bucket is a stretch of time with all in it."""

    @property
    def stop(self) -> int:
        return self.start + self.buckets * self.step_ms


def level_for(question: Question, levels: Levels, now: int) -> int:
    """Return the coarsest level whose rows are no wider than a point, and that is kept so long.

    When the beginning is older than what that level keeps, a coarser one answers for all of it.
    """
    fine = max(
        number
        for number, level in enumerate(levels)
        if number >= ROWS and level.row_ms <= question.step_ms
    )
    for number in range(fine, len(levels)):
        if question.start >= now - levels[number].keep_ms - MINUTE:
            return number
    return len(levels) - 1


def spacing_of(times: Times) -> int:
    """Return how far apart rows of samples lie, in ms: the median, to a tenth of a second."""
    if len(times) < 2:
        return SECOND
    median = float(np.median(np.diff(times)))
    return max(MIN_SPACING, round(median / MIN_SPACING) * MIN_SPACING)


def grid_of(question: Question, spacing_ms: int, times: Times | None = None) -> Grid:
    """Return the grid: steps of a whole number of rows, as narrow as the points allow.

    A tenth more points than asked for are fine: half as many would be the price of a moment more.
    `times` are those of samples. Where a bucket holds one row or two, samples would fall on edges
    by turns and leave holes in a line that has none: there the grid is moved until they stand in
    the middle of their buckets. The first bucket may begin before the question does.
    """
    step = max(1, -(-question.step_ms * 10 // (11 * spacing_ms))) * spacing_ms
    is_row = times is not None and step < 2 * spacing_ms
    shift = _shift(times, step) if times is not None and is_row else 0
    start = (question.start - shift) // step * step + shift
    buckets = -(-(question.stop - start) // step)
    return Grid(start, step, buckets, spacing_ms, step // 2 if is_row else 0)


def _shift(times: Times, step: int) -> int:
    """Return where buckets begin so that times stand in their middle: by the mean of the angles."""
    if not len(times):
        return 0
    angles = np.exp(2j * np.pi * (times % step) / step)
    phase = float(np.angle(angles.mean())) / (2 * np.pi) * step
    return round(phase - step / 2) % step
