"""The hub's clock is known by the quickest answer, and rows are never stamped backwards."""

from hypothesis import given
from hypothesis import strategies as st

from tocsin_agent.core.hubclock import SAMPLES, STEP, HubClock


def test_the_quickest_answer_counts():
    clock = HubClock()
    clock.heard(sent=1000, received=1100, at=6080)
    clock.heard(sent=2000, received=2010, at=7005)
    clock.heard(sent=3000, received=3200, at=8150)
    assert clock.offset == 5000
    assert clock.value is not None
    assert clock.value.round_trip_ms == 10


def test_an_old_quick_answer_is_forgotten_in_time():
    clock = HubClock()
    clock.heard(0, 1, 5000)
    for n in range(SAMPLES):
        clock.heard(n, n + 50, n + 25 + 7000)
    assert clock.offset == 7000


def test_another_connection_begins_anew_but_keeps_what_was_known_until_then():
    clock = HubClock()
    clock.heard(0, 2, 5001)
    clock.begin()
    assert clock.offset == 5000
    clock.heard(0, 100, 9050)
    assert clock.offset == 9000


def test_an_answer_that_cannot_be_true_beside_the_best_voids_what_was_heard_before():
    """A virtual machine was stopped for an hour: its clock knows nothing of it."""
    clock = HubClock()
    clock.heard(0, 1, 5000)
    clock.heard(20_000, 20_040, 3_625_020)
    assert clock.offset == 3_605_000
    clock.heard(40_000, 40_002, 3_645_001)
    assert clock.offset == 3_605_000
    assert clock.value is not None
    assert clock.value.round_trip_ms == 2


def test_a_slow_answer_voids_nothing():
    clock = HubClock()
    clock.heard(0, 2, 5001)
    clock.heard(20_000, 24_000, 26_900)
    assert clock.offset == 5000


def test_until_a_hub_answered_the_wall_clock_is_right():
    """A machine without a battery for its clock begins in the past, and is then told the time."""
    clock = HubClock()
    assert clock.stamp(1_000) == 1_000
    assert clock.wall(3_600_000.0) == 3_600_000
    clock.moved(3_600_000)
    assert clock.stamp(2_000) == 3_602_000
    assert clock.wall(3_600_000.4) == 0
    clock.heard(3_000, 3_000, 3_604_500)
    assert clock.correction == 1_500
    clock.moved(clock.correction)
    assert clock.stamp(3_000) == 3_604_500


def test_once_a_hub_answered_setting_the_wall_clock_changes_only_what_is_told_of_it():
    clock = HubClock()
    clock.heard(0, 2, 5001)
    before = clock.stamp(100)
    assert clock.wall(5_000.0) == 5_000
    assert clock.stamp(200) == before + 100
    assert clock.value is not None
    assert clock.value.offset_ms == 0
    assert clock.wall(5_000.0 + STEP - 1) == 0


@given(
    st.lists(
        st.one_of(
            st.tuples(st.just("stamp"), st.integers(0, 10**7), st.just(0)),
            st.tuples(st.just("heard"), st.integers(0, 10**7), st.integers(0, 10**8)),
        ),
        max_size=60,
    )
)
def test_stamps_always_rise(steps):
    clock, last = HubClock(), -1
    for what, now, at in steps:
        if what == "heard":
            clock.heard(now, now + 3, at)
        else:
            stamp = clock.stamp(now)
            assert stamp > last
            last = stamp


def test_a_clock_that_is_not_set_is_the_agents_own():
    clock = HubClock()
    assert not clock.is_set
    assert clock.value is None
    assert clock.stamp(1234.4) == 1234
