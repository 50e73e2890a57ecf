"""Backoff stays within its bounds, doubles them, and begins again after success."""

from hypothesis import given
from hypothesis import strategies as st

from tocsin_wire.backoff import CEILING, FLOOR, Backoff


def test_the_bounds_double_up_to_the_ceiling():
    backoff = Backoff()
    assert [backoff.fail(1.0) for _ in range(8)] == [1, 2, 4, 8, 16, 20, 20, 20]


def test_the_jitter_is_full_but_never_below_the_floor():
    backoff = Backoff()
    assert [backoff.fail(0.0) for _ in range(8)] == [FLOOR] * 8


def test_success_begins_anew():
    backoff = Backoff()
    for _ in range(10):
        backoff.fail(1.0)
    backoff.succeed()
    assert backoff.fail(1.0) == 1.0


@given(st.integers(1, 2_000), st.floats(0, 1))
def test_a_delay_is_between_floor_and_ceiling_after_any_number_of_failures(failures, random):
    backoff = Backoff()
    for _ in range(failures):
        assert FLOOR <= backoff.fail(random) <= CEILING


@given(st.floats(0, 1), st.floats(0, 1))
def test_a_higher_number_is_a_longer_delay(one, other):
    low, high = sorted((one, other))
    assert Backoff().fail(low) <= Backoff().fail(high)
