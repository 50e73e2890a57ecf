"""Counters become rates; wraps count on, resets say nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin_agent.core.rate import WORD, Meter, increase, rate, share, shares, tenth, whole

counters = st.integers(min_value=0, max_value=2**63)
seconds = st.floats(min_value=0.001, max_value=1e6)


@given(counters, counters)
def test_a_counter_that_rose_tells_by_how_much(start, step):
    assert increase(start, start + step) == step


@given(st.integers(1, WORD // 16), st.integers(0, WORD // 16))
def test_a_32_bit_counter_that_wrapped_counts_on(left, gone_on):
    assert increase(WORD - left, gone_on) == left + gone_on


@pytest.mark.parametrize(
    ("before", "after"),
    [(1000, 0), (3_000_000_000, 10), (WORD - 1, WORD // 2), (2**63, 5), (WORD, 0)],
)
def test_any_other_fall_is_a_reset(before, after):
    assert increase(before, after) is None


@given(counters, counters, st.floats(max_value=0, allow_nan=False))
def test_no_time_gives_no_rate(before, after, elapsed):
    assert rate(before, after, elapsed) is None


@given(counters, counters, seconds)
def test_a_rate_is_never_negative(before, after, elapsed):
    found = rate(before, after, elapsed)
    assert found is None or found >= 0


@given(st.lists(st.tuples(st.floats(0, 1e9), st.floats(0, 1e9)), min_size=1, max_size=9))
def test_shares_lie_between_0_and_1_and_add_up(pairs):
    found = shares([old for old, _ in pairs], [new for _, new in pairs])
    known = [value for value in found if value is not None]
    assert len(known) in (0, len(pairs))
    assert all(0 <= value <= 1 for value in known)
    assert not known or sum(known) == pytest.approx(1)


def test_a_part_that_fell_took_nothing():
    assert shares([10, 10], [5, 20]) == [0, 1]


def test_nothing_grew_so_no_share_is_known():
    assert shares([1, 2], [1, 2]) == [None, None]


def test_a_meter_says_nothing_at_first_then_rates():
    meter = Meter()
    assert meter.rates(10, {"sda": (100, 5)}) == [None, None]
    assert meter.rates(12, {"sda": (300, 5)}) == [100, 0]


def test_a_meter_says_nothing_of_a_device_that_is_new_or_came_back():
    meter = Meter()
    meter.rates(0, {"sda": (0,)})
    assert meter.rates(1, {"sda": (7,), "sdb": (99,)}) == [7, None]
    assert meter.rates(2, {"sda": (8,)}) == [1]
    assert meter.rates(3, {"sda": (9,), "sdb": (100,)}) == [1, None]


def test_a_meter_says_nothing_once_after_a_reset():
    meter = Meter()
    meter.rates(0, {"eth0": (5000,)})
    assert meter.rates(1, {"eth0": (10,)}) == [None]
    assert meter.rates(2, {"eth0": (30,)}) == [20]


def test_rounding_keeps_a_row_small():
    assert whole(1234.56) == 1235
    assert isinstance(whole(3.0), int)
    assert tenth(2.04) == 2
    assert isinstance(tenth(2.04), int)
    assert tenth(2.06) == 2.1
    assert share(0.123456) == 0.1235
    assert (whole(None), tenth(None), share(None)) == (None, None, None)
