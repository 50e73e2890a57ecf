"""Tables against plain lists: merging, selecting, rolling up, whatever the order rows came in."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.hub.core.history.tables import START, Row, identical, rows_of, tables, tame
from tocsin_hub.core.history.grouping import rolled
from tocsin_hub.core.history.layout import Layout, union
from tocsin_hub.core.history.table import (
    between,
    empty,
    merged,
    samples,
    select,
    summaries,
)
from tocsin_wire.bodies import Column


def first_of_each(rows: list[Row]) -> list[Row]:
    known: dict[int, dict[str, float]] = {}
    for at, values in rows:
        known.setdefault(at, values)
    return sorted(known.items())


@given(st.lists(tables(), min_size=1, max_size=4))
def test_merging_keeps_the_first_row_of_each_time(many):
    naive = first_of_each([row for table in many for row in rows_of(table)])
    assert rows_of(merged(many)) == naive


@given(tables(min_rows=2, max_rows=30), st.randoms(use_true_random=False))
def test_rows_in_any_order_make_the_same_table(table, chance):
    places = list(range(table.rows))
    chance.shuffle(places)
    cut = chance.randrange(len(places))
    (values,) = table.planes
    parts = [
        samples(table.layout, table.times[some], values[some])
        for some in (places[:cut], places[cut:])
    ]
    assert identical(merged(parts), table)


@given(tables(), st.integers(0, 60_000), st.integers(0, 60_000))
def test_between_is_from_start_and_before_stop(table, start, stop):
    rows = [row for row in rows_of(table) if START + start <= row[0] < START + stop]
    assert rows_of(between(table, START + start, START + stop)) == rows


def naive_roll(rows: list[Row], row_ms: int) -> dict[int, dict[str, list[float]]]:
    groups: dict[int, dict[str, list[float]]] = {}
    for at, values in rows:
        group = groups.setdefault(at - at % row_ms, {})
        for name, value in values.items():
            group.setdefault(name, []).append(value)
    return groups


@given(tables(values=tame, span=600_000, max_rows=40), st.sampled_from([1_000, 60_000, 3_600_000]))
def test_a_roll_up_is_what_it_says(table, row_ms):
    whole = rolled(table, row_ms)
    low, mean, high, count = (dict(rows_of(whole, plane)) for plane in range(4))
    naive = naive_roll(rows_of(table), row_ms)
    assert sorted(low) == sorted(naive)
    for at, group in naive.items():
        assert low[at] == {name: min(values) for name, values in group.items()}
        assert high[at] == {name: max(values) for name, values in group.items()}
        known = {name: number for name, number in count[at].items() if number}
        assert known == {name: len(values) for name, values in group.items()}
        for name, values in group.items():
            middle = math.fsum(values) / len(values)
            slack = 1e-6 * max(map(abs, values))
            assert mean[at][name] == pytest.approx(middle, rel=1e-6, abs=slack)
            assert low[at][name] <= mean[at][name] <= high[at][name]


@given(tables(values=tame, span=600_000, max_rows=40))
def test_rolling_up_in_two_steps_is_rolling_up_in_one(table):
    once, twice = rolled(table, 600_000), rolled(rolled(table, 60_000), 600_000)
    assert once.times.tolist() == twice.times.tolist()
    for number in (0, 2, 3):
        assert rows_of(once, number) == rows_of(twice, number)
    np.testing.assert_allclose(once.planes[1], twice.planes[1], rtol=1e-6, atol=1e3)


def test_the_largest_numbers_do_not_overflow_in_a_mean():
    most = np.finfo(np.float64).max
    table = samples(Layout([("a", "1")]), np.arange(3), np.array([[most], [most], [most]]))
    low, mean, high, count = rolled(table, 1_000).planes
    assert (low[0, 0], mean[0, 0], high[0, 0], count[0, 0]) == (most, most, most, 3)


def test_of_two_summaries_of_one_time_that_counts_which_knows_more():
    layout = Layout([("a", "1")])
    full = rolled(samples(layout, np.arange(60), np.ones((60, 1))), 1_000)
    part = rolled(samples(layout, np.arange(5), np.full((5, 1), 9.0)), 1_000)
    for order in ([full, part], [part, full]):
        assert rows_of(merged(order), 1) == [(0, {"a": 1.0})]


def test_of_equal_ones_the_first_counts():
    layout = Layout([("a", "1")])
    one, two = (
        summaries(samples(layout, np.array([0]), np.array([[value]]))) for value in (1.0, 2.0)
    )
    assert rows_of(merged([one, two]), 1) == [(0, {"a": 1.0})]


def test_an_empty_table_is_one():
    layout = Layout([("a", "1")])
    assert rolled(empty(layout, 1), 1_000).rows == 0
    assert merged([empty(layout, 4), empty(layout, 4)]).rows == 0
    assert select(empty(layout, 1), Layout([("b", "1")])).planes[0].shape == (0, 1)


def test_of_a_series_that_comes_twice_the_first_column_counts():
    columns = [Column("a", "1"), Column("b", "1"), Column("a", "By"), Column("c", "1", {"k": "v"})]
    layout = Layout.of(columns)
    assert layout.series == [("a", "1"), ("b", "1"), ("c{k=v}", "1")]
    assert layout.taken == [0, 1, 3]


def test_a_union_is_in_the_order_of_appearance():
    one, two = Layout([("b", "1"), ("a", "1")]), Layout([("c", "1"), ("a", "1")])
    assert union([one, two]).names == ("b", "a", "c")
    assert union([one, Layout(one.series)]) is one
