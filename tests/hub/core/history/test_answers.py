"""What a question about the history is answered: its level, its grid, its buckets, its gaps."""

import math
from collections.abc import Iterable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.hub.core.history.tables import START, Row, rows_of, tables, tame
from tocsin_hub.core.history.buckets import bucketed, rounded
from tocsin_hub.core.history.grouping import rolled
from tocsin_hub.core.history.layout import Layout
from tocsin_hub.core.history.levels import DAY, HOUR, MINUTE, SECOND, levels
from tocsin_hub.core.history.plan import Question, grid_of, level_for, spacing_of
from tocsin_hub.core.history.reading import raised, read
from tocsin_hub.core.history.table import Table, between, merged, samples

LEVELS = levels()
NOW = 1_800_000_000_000
A = Layout([("a", "1")])


def seconds(count: int, first: int = START, every: int = SECOND) -> Table:
    times = first + np.arange(count) * every
    return samples(A, times, np.arange(count, dtype=np.float64)[:, None])


@pytest.mark.parametrize(
    ("ago", "length", "points", "level"),
    [
        (10 * MINUTE, 10 * MINUTE, 600, 1),
        (10 * HOUR, 10 * HOUR - 600, 600, 1),
        (10 * HOUR, 10 * HOUR, 600, 2),
        (DAY, DAY, 600, 2),
        (30 * DAY, 30 * DAY, 600, 3),
        (2 * DAY, 10 * MINUTE, 600, 1),
        (3 * DAY, 10 * MINUTE, 600, 2),
        (31 * DAY, 10 * MINUTE, 600, 3),
        (5_000 * DAY, 10 * MINUTE, 600, 3),
        (HOUR, HOUR, 1, 3),
        (59 * MINUTE, 59 * MINUTE, 1, 2),
    ],
)
def test_the_level_is_the_coarsest_that_shows_every_point_and_is_kept(ago, length, points, level):
    question = Question(NOW - ago, NOW - ago + length, points)
    assert level_for(question, LEVELS, NOW) == level


@given(
    st.integers(0, 2**53 - 2),
    st.integers(1, 2**53 - 1),
    st.integers(1, 50_000),
    st.sampled_from([100, 1_000, 10_000, 60_000, 3_600_000]),
    st.lists(st.integers(START, START + 100_000), max_size=10).map(sorted),
)
def test_a_grid_covers_the_question_in_few_enough_buckets(start, length, points, spacing, times):
    question = Question(start, min(start + length, 2**53 - 1), points)
    for known in (None, np.array(times, np.int64)):
        grid = grid_of(question, spacing, known)
        assert grid.start <= question.start < grid.start + grid.step_ms
        assert grid.stop >= question.stop > grid.stop - grid.step_ms
        assert grid.buckets <= points * 1.1 + 2
        assert grid.step_ms % spacing == 0


def test_a_moment_more_than_the_points_does_not_halve_them():
    for stop in (600_000, 600_001, 650_000):
        assert grid_of(Question(START, START + stop, 600), 1_000).step_ms == 1_000
    assert grid_of(Question(START, START + 670_000, 600), 1_000).step_ms == 2_000


@pytest.mark.parametrize(
    ("every", "spacing"), [(100, 100), (1_000, 1_000), (1_004, 1_000), (60_000, 60_000), (1, 100)]
)
def test_the_spacing_of_rows_is_found(every, spacing):
    assert spacing_of(seconds(50, every=every).times) == spacing
    assert spacing_of(seconds(1).times) == SECOND


@given(st.integers(0, 999), st.randoms(use_true_random=False))
def test_a_steady_agent_draws_no_holes(phase, chance):
    """Each row comes within 200 ms of its second: whatever second that is, no bucket is empty."""
    times = START + phase + np.arange(120) * 1_000
    times = times + np.array([chance.randint(-200, 200) for _ in times])
    table = samples(A, times, np.ones((120, 1)))
    grid = grid_of(Question(START + 10_000, START + 110_000, 100), 1_000, table.times)
    assert grid.step_ms == 1_000
    mean = bucketed(table, grid).mean[:, 0]
    assert not np.isnan(mean).any()


def test_a_silence_is_a_gap():
    table = merged([seconds(60), seconds(60, START + 180_000)])
    grid = grid_of(Question(START, START + 240_000, 240), 1_000, table.times)
    gap = np.isnan(bucketed(table, grid).mean[:, 0])
    assert int(gap.sum()) in range(119, 123), "two minutes, less what the edges share"


def naive_buckets(rows: list[Row], start: int, step: int, buckets: int) -> list[list[float]]:
    found: list[list[float]] = [[] for _ in range(buckets)]
    for at, values in rows:
        place = (at - start) // step
        if 0 <= place < buckets and "a" in values:
            found[place].append(values["a"])
    return found


@given(
    tables(values=tame, span=600_000, max_rows=40),
    st.integers(0, 600_000),
    st.integers(1, 600_000),
    st.integers(1, 50),
)
def test_buckets_are_what_they_say(table, start, length, points):
    question = Question(START + start, START + start + length, points)
    grid = grid_of(question, 1_000, table.times)
    found = bucketed(table, grid)
    naive = naive_buckets(rows_of(table), grid.start, grid.step_ms, grid.buckets)
    place = table.layout.places.get("a")
    if place is None:
        return
    for number, values in enumerate(naive):
        low, mean, high = (float(plane[number, place]) for plane in found)
        if not values:
            assert math.isnan(low)
            assert math.isnan(mean)
            assert math.isnan(high)
        else:
            assert (low, high) == (min(values), max(values))
            slack = 1e-6 * max(map(abs, values))
            assert mean == pytest.approx(math.fsum(values) / len(values), rel=1e-6, abs=slack)


def test_a_bucket_of_one_row_is_that_row_exactly():
    value = 0.123456789012345
    table = samples(A, np.array([START + 500]), np.array([[value]]))
    grid = grid_of(Question(START, START + 60_000, 60), 1_000, table.times)
    mean = bucketed(table, grid).mean[:, 0]
    assert mean[~np.isnan(mean)].tolist() == [value]


@given(st.floats(allow_nan=True, allow_infinity=True), st.integers(3, 9))
def test_rounding_is_to_significant_digits(value, digits):
    got = float(rounded(np.array([[value]]), digits)[0, 0])
    if math.isnan(value):
        assert math.isnan(got)
    elif abs(value) < 1e-290:
        assert got == pytest.approx(value, abs=1e-290)
    else:
        assert got == pytest.approx(value, rel=10.0 ** (1 - digits))
        if abs(value) < 1e22:
            assert got == pytest.approx(float(f"{value:.{digits - 1}e}"), rel=10.0 ** (1 - digits))


# Reading: blocks at every level, some of them stale, against all rows at once.


class Blocks:
    """A source whose coarse blocks were computed when only some of the rows were there."""

    def __init__(self, early: Table, late: Table) -> None:
        self.rows = merged([early, late])
        self.early = early
        self.late = late

    def blocks(self, level: int, start: int, stop: int) -> list[Table]:
        length = LEVELS[level].block_ms
        known = self.rows if level == 0 else self._rolled(level)
        first = start - start % length
        return [
            between(known, at, at + length)
            for at in range(first, stop, length)
            if between(known, at, at + length).rows
        ]

    def _rolled(self, level: int) -> Table:
        table = self.early
        for finer in LEVELS[1 : level + 1]:
            table = raised(table, finer)
        return table

    def stale(self, level: int, start: int, stop: int) -> Iterable[int]:
        length = LEVELS[level].block_ms
        starts = {int(at) // length * length for at in self.late.times}
        return [at for at in starts if start - length < at < stop]


@given(
    tables(values=tame, span=3 * HOUR, max_rows=30),
    tables(values=tame, span=3 * HOUR, max_rows=10),
    st.sampled_from([1, 2, 3]),
)
def test_what_is_not_rolled_up_yet_is_answered_all_the_same(early, late, level):
    start, stop = START - START % DAY, START + DAY
    wanted = merged([early, late]).layout
    source = Blocks(early, late)
    got = read(source, LEVELS, wanted, level, start, stop)
    want = source.rows if level == 1 else rolled(source.rows, LEVELS[level].row_ms)
    assert got.times.tolist() == want.times.tolist()
    for one, other in zip(got.planes, want.planes, strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-6, atol=1e4)


def test_nothing_known_is_an_empty_table():
    source = Blocks(samples(A, np.empty(0, np.int64), np.empty((0, 1))), seconds(0))
    for level in (1, 2, 3):
        assert read(source, LEVELS, A, level, START, START + DAY).rows == 0
