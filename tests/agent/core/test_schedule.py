"""Rows are due on a steady grid: no drift, no bursts, each process with its own phase."""

from hypothesis import given
from hypothesis import strategies as st

from tocsin_agent.core.schedule import Schedule

intervals = st.floats(0.1, 3600)
phases = st.floats(0, 1)
starts = st.floats(0, 1e7)


@given(starts, intervals, phases, st.floats(0, 1e6))
def test_the_next_row_is_later_than_now_and_at_most_an_interval_away(start, interval, phase, gone):
    schedule = Schedule(start, interval, phase)
    now = start + gone
    due = schedule.after(now)
    assert now < due <= now + interval * 1.001 + 1e-6


def test_there_is_no_drift_though_each_row_is_late():
    schedule = Schedule(100.0, 1.0, 0.25)
    now, dues = 100.0, []
    for _ in range(1000):
        due = schedule.after(now)
        dues.append(due)
        now = due + 0.3
    assert dues == [100.25 + n for n in range(1000)]


def test_rows_missed_in_a_long_sleep_are_not_made_up_for():
    schedule = Schedule(0.0, 1.0, 0.0)
    assert schedule.after(0.0) == 1.0
    assert schedule.after(500.5) == 501.0
