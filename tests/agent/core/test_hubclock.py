"""The hub's clock is known by the quickest answer, and rows are never stamped backwards."""

from hypothesis import given
from hypothesis import strategies as st

from tocsin_agent.core.hubclock import SAMPLES, HubClock


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


def test_stamps_come_after_the_rows_of_an_earlier_process():
    clock = HubClock()
    clock.not_before(10_000)
    assert clock.stamp(5) == 10_001


def test_a_clock_that_is_not_set_is_the_agents_own():
    clock = HubClock()
    assert not clock.is_set
    assert clock.value is None
    assert clock.stamp(1234.4) == 1234
